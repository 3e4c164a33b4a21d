/** A text that is sealed: not to be read in passing, and with salt, so that its digest tells nobody what it is. */
import {gunzipSync, gzipSync} from 'node:zlib';
import {fail, type Result, succeed} from '../base/result.ts';

/** How many random bytes stand before the text: a digest of few likely texts could be tried out otherwise. */
export const saltBytes = 32;

const beginning = 'sealed text of Lifeboat, version 1\n';

/** Of what somebody has put in its place no more is unpacked. */
const textBytesMax = 1_048_576;

/** `base64 -d` behind the first line and `gunzip` give a line of salt and the text. */
export const sealText = (text: string, salt: Uint8Array): Buffer => {
  const packed = gzipSync(`${Buffer.from(salt).toString('hex')}\n${text}`);
  return Buffer.from(`${beginning}${packed.toString('base64')}\n`);
};

/** The text as it was sealed. */
export const unsealText = (sealed: Uint8Array): Result<string> => {
  const text = Buffer.from(sealed).toString('latin1');
  if (!text.startsWith(beginning)) {
    return fail('it is no sealed text');
  }
  try {
    const packed = Buffer.from(text.slice(beginning.length), 'base64');
    const unpacked = gunzipSync(packed, {maxOutputLength: textBytesMax}).toString('utf8');
    const end = unpacked.indexOf('\n');
    return end === saltBytes * 2 ? succeed(unpacked.slice(end + 1)) : fail('its salt is not whole');
  } catch {
    return fail('it cannot be unpacked');
  }
};
