/** A sealed text: nobody reads it in passing or guesses it by its digest, and whoever opens it finds the same words. */
import {randomBytes} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {sha256} from '../../../src/journal/safe-file.ts';
import {saltBytes, sealText, unsealText} from '../../../src/journal/sealed-text.ts';

const words = 'engine_killed: {step: put_back, when: after_effect} # überall\n';

test('what was sealed is found again, byte for byte', () => {
  expect(unsealText(sealText(words, randomBytes(saltBytes)))).toEqual({ok: true, value: words});
  expect(unsealText(sealText('', randomBytes(saltBytes)))).toEqual({ok: true, value: ''});
});

test('no word of it can be read in the file, and two seals of one text have nothing in common', () => {
  const [one, other] = [sealText(words, randomBytes(saltBytes)), sealText(words, randomBytes(saltBytes))];

  expect(one.toString('latin1')).not.toContain('put_back');
  expect(sha256(one)).not.toBe(sha256(other));
});

test.each([
  ['another file', Buffer.from('format: 1\n')],
  ['one that was cut', sealText(words, randomBytes(saltBytes)).subarray(0, 90)],
  ['one without its salt', Buffer.from(`sealed text of Lifeboat, version 1\n${gzipSync(words).toString('base64')}\n`)],
  ['one that unpacks to more than memory', bomb()],
])('%s is no sealed text', (_what, bytes) => {
  expect(unsealText(bytes).ok).toBe(false);
});

function bomb(): Buffer {
  const packed = gzipSync(Buffer.concat([Buffer.from(`${'0'.repeat(64)}\n`), Buffer.alloc(8_000_000)]));
  return Buffer.from(`sealed text of Lifeboat, version 1\n${packed.toString('base64')}\n`);
}
