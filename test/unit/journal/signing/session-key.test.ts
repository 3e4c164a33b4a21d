/** The key of a session: what the host vouches for, and what the session signs. */
import {expect, test} from 'vitest';
import {headNote} from '../../../../src/journal/head-note.ts';
import {openSessionKey, sessionText} from '../../../../src/journal/signing/session-key.ts';
import {freshKey} from '../../../../src/journal/signing/signing-key.ts';
import {isSignedBy, namespaces} from '../../../../src/journal/signing/sshsig.ts';

const run = '20261123t001957z-accidental-deletion-k7q2xw';
const head = {entries: 149, hash: 'bb584592568af70c'.repeat(4)};

test('the host vouches for the key of one session of one run', () => {
  const host = freshKey();
  const {key, hostKey, keySignature} = openSessionKey(run, 2, host).voucher;
  const vouchesFor = (message: string): boolean =>
    isSignedBy({key: hostKey, namespace: namespaces.session, message, signature: keySignature});

  expect(hostKey).toBe(host.key);
  expect(sessionText(run, 2, key)).toBe(`lifeboat/${run}\nsession 2\n${key}\n`);
  expect(vouchesFor(sessionText(run, 2, key))).toBe(true);
  expect(vouchesFor(sessionText(run, 3, key))).toBe(false);
  expect(vouchesFor(sessionText(run.replace('k7q2xw', 'k7q2xx'), 2, key))).toBe(false);
  expect(vouchesFor(sessionText(run, 2, freshKey().key))).toBe(false);
});

test('a seal is the signature of the note of its head, and no two sessions have one key', () => {
  const [one, other] = [openSessionKey(run, 1, freshKey()), openSessionKey(run, 2, freshKey())];
  const of = {namespace: namespaces.seal, message: headNote(run, head), signature: one.seal(head)};

  expect(isSignedBy({...of, key: one.voucher.key})).toBe(true);
  expect(isSignedBy({...of, key: other.voucher.key})).toBe(false);
});

test('the signature of the note is armoured', () => {
  expect(openSessionKey(run, 1, freshKey()).noteSignature(head)).toMatch(
    /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=]{1,70}\n)+-----END SSH SIGNATURE-----\n$/,
  );
});
