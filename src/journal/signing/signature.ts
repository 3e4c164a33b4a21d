/** SSH signatures as text: one line for people who paste, armoured for ssh-keygen, and whose key one was made with. */
import {createHash} from 'node:crypto';

/** What approvals are signed for, so that no signature for something else can stand for one. */
export const approvalNamespace = 'lifeboat-approval';

const magic = 'SSHSIG';
const armour = {begin: '-----BEGIN SSH SIGNATURE-----', end: '-----END SSH SIGNATURE-----'};

/** A signature on one line, however it was pasted: armoured or not, with blanks or line feeds anywhere. Nothing when it is none. */
export const compactSignature = (text: string): string | undefined => {
  const base64 = text.replace(armour.begin, '').replace(armour.end, '').replaceAll(/\s+/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && signerOf(base64) !== undefined ? base64 : undefined;
};

/** As ssh-keygen reads it. */
export const armoured = (compact: string): string =>
  [armour.begin, ...(compact.match(/.{1,70}/g) ?? []), armour.end, ''].join('\n');

/** The key that a signature says it was made with, as in an authorized_keys file, and what it was made for. */
export const signerOf = (compact: string): {readonly key: string; readonly namespace: string} | undefined => {
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.subarray(0, magic.length).toString('latin1') !== magic) {
    return undefined;
  }
  // The magic is followed by the version, a number of four bytes, then by texts with their lengths before them.
  const key = textAt(bytes, magic.length + 4);
  const type = key && textAt(key.bytes, 0);
  const namespace = key && textAt(bytes, key.end);
  return type && namespace
    ? {
        key: `${type.bytes.toString('latin1')} ${key.bytes.toString('base64')}`,
        namespace: namespace.bytes.toString('latin1'),
      }
    : undefined;
};

/** A public key without its comment: type and base64. */
export const bareKey = (key: string): string => key.trim().split(/\s+/).slice(0, 2).join(' ');

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: string): string => {
  const bytes = Buffer.from(key.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`;
};

const textAt = (bytes: Buffer, at: number): {readonly bytes: Buffer; readonly end: number} | undefined => {
  if (at + 4 > bytes.length) {
    return undefined;
  }
  const end = at + 4 + bytes.readUInt32BE(at);
  return end <= bytes.length ? {bytes: bytes.subarray(at + 4, end), end} : undefined;
};
