/** Ed25519 signatures in the form that `ssh-keygen -Y verify` checks, made and checked by node:crypto alone. */
import {createHash, createPublicKey, type KeyObject, verify} from 'node:crypto';
import {armoured} from './signature.ts';

/** What signatures of ours are for, so that none can stand for another. */
export const namespaces = {session: 'lifeboat-session', seal: 'lifeboat-seal', run: 'lifeboat-run'} as const;

export type Namespace = (typeof namespaces)[keyof typeof namespaces];

const keyType = 'ssh-ed25519';
const publicBytes = 32;
const signatureBytes = 64;

/** The bytes that are signed: PROTOCOL.sshsig of OpenSSH, "Signed Data", with SHA-512 over the message. */
export const signedData = (namespace: Namespace, message: string): Buffer =>
  Buffer.concat([
    Buffer.from('SSHSIG'),
    text(namespace),
    text(''),
    text('sha512'),
    text(createHash('sha512').update(message).digest()),
  ]);

/** A public key as in an authorized_keys file, without a comment. */
export const openSshKey = (key: KeyObject): string =>
  `${keyType} ${Buffer.concat([text(keyType), text(Buffer.from(key.export({format: 'jwk'}).x ?? '', 'base64url'))]).toString('base64')}`;

/** What was signed, by whom: `signature` is the 64 bytes alone, in base64. */
export type RawSignature = {
  readonly key: string;
  readonly namespace: Namespace;
  readonly message: string;
  readonly signature: string;
};

/** Whether the key made the signature for exactly this message and purpose. What is no Ed25519 key has signed nothing. */
export const isSignedBy = ({key, namespace, message, signature}: RawSignature): boolean => {
  // A record is foreign text: its members may be of any type.
  if (typeof key !== 'string' || typeof signature !== 'string') {
    return false;
  }
  const publicKey = readOpenSshKey(key);
  const raw = Buffer.from(signature, 'base64');
  return (
    publicKey !== undefined &&
    raw.length === signatureBytes &&
    raw.toString('base64') === signature &&
    verify(null, signedData(namespace, message), publicKey, raw)
  );
};

/** The whole signature as ssh-keygen reads it: PROTOCOL.sshsig, "Blob format", armoured. */
export const sshSignature = ({key, namespace, signature}: Omit<RawSignature, 'message'>): string =>
  armoured(
    Buffer.concat([
      Buffer.from('SSHSIG\0\0\0\x01', 'latin1'),
      text(Buffer.from(key.split(' ')[1] ?? '', 'base64')),
      text(namespace),
      text(''),
      text('sha512'),
      text(Buffer.concat([text(keyType), text(Buffer.from(signature, 'base64'))])),
    ]).toString('base64'),
  );

/** The 64 bytes of an Ed25519 signature out of a whole one, in base64; nothing when it is of another kind. */
export const rawSignature = (compact: string): string | undefined => {
  const ending = Buffer.concat([text('sha512'), lengthOf(4 + keyType.length + 4 + signatureBytes), text(keyType)]);
  const bytes = Buffer.from(compact, 'base64');
  const raw = bytes.subarray(-signatureBytes);
  const before = bytes.subarray(0, -signatureBytes - 4);
  return before.subarray(-ending.length).equals(ending) ? raw.toString('base64') : undefined;
};

const readOpenSshKey = (key: string): KeyObject | undefined => {
  const [type, base64 = ''] = key.split(' ');
  const prefix = Buffer.concat([text(keyType), lengthOf(publicBytes)]);
  const blob = Buffer.from(base64, 'base64');
  const isOurs =
    type === keyType &&
    blob.length === prefix.length + publicBytes &&
    blob.subarray(0, prefix.length).equals(prefix) &&
    key === `${keyType} ${blob.toString('base64')}`;
  return isOurs
    ? createPublicKey({
        format: 'jwk',
        key: {kty: 'OKP', crv: 'Ed25519', x: blob.subarray(prefix.length).toString('base64url')},
      })
    : undefined;
};

/** A text with its length before it, as SSH writes all of them. */
const text = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([lengthOf(bytes.length), bytes]);
};

const lengthOf = (bytes: number): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
};
