/** A key that signs: its public half as text, its private half never outside of this process or its 0600 file. */
import {createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';
import {type Namespace, openSshKey, signedData} from './sshsig.ts';

export type SigningKey = {
  /** As in an authorized_keys file, without a comment. */
  readonly key: string;
  /** The 64 bytes of an Ed25519 signature, in base64; for this purpose and no other. */
  readonly sign: (namespace: Namespace, message: string) => string;
};

/** A fresh Ed25519 pair; the private half is gone with the process. */
export const freshKey = (): SigningKey => signingKey(generateKeyPairSync('ed25519').privateKey);

/** A fresh private key as a text for a file (PKCS #8). */
export const freshKeyText = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem'}).toString();

/** Reads such a text; nothing when it is no Ed25519 key. */
export const readSigningKey = (pem: string): SigningKey | undefined => {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? signingKey(key) : undefined;
  } catch {
    return undefined;
  }
};

const signingKey = (privateKey: KeyObject): SigningKey => ({
  key: openSshKey(createPublicKey(privateKey)),
  sign: (namespace, message) => sign(null, signedData(namespace, message), privateKey).toString('base64'),
});
