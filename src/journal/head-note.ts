/** A head outside its journal: as an anchor that a person kept, and as the note beside the journal of a finished run. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Head} from './journal.ts';

/** A head that was kept elsewhere; the hash may be only its beginning. */
export type Anchor = {readonly entries: number; readonly hash: string};

/** 128 bits: an author who prepares two versions of a story finds shorter ones that are equal. */
const anchorDigitsMin = 32;

/** Reads `149:bb584592568af70c…`, 32 to 64 hexadecimal digits, hyphens allowed for reading aloud. */
export const parseAnchor = (text: string): Result<Anchor> => {
  const [, count = '', digits = ''] = /^#?(\d{1,9}):([0-9a-f-]+)$/i.exec(text.trim()) ?? [];
  const hash = digits.replaceAll('-', '').toLowerCase();
  return count !== '' && Number(count) > 0 && hash.length >= anchorDigitsMin && hash.length <= 64
    ? succeed({entries: Number(count), hash})
    : fail(
        `"${text}" is not an anchor; give the number of entries and at least ${anchorDigitsMin} digits of the head, like 149:bb584592568af70cf2a306e28e124673.`,
      );
};

/** The text of the note: origin, count and hash, the form of a C2SP signed note before its signatures. */
export const headNote = (run: string, head: Head): string =>
  `lifeboat/${run}\n${head.entries}\n${Buffer.from(head.hash, 'hex').toString('base64')}\n`;

/** Reads a note; nothing when it is none. Whose run it names is held against the first fact, not against the directory, which may have been renamed. */
export const parseHeadNote = (bytes: Uint8Array): Head | undefined => {
  const [, count, base64] =
    /^lifeboat\/[^\n]+\n(\d{1,9})\n([A-Za-z0-9+/]{43}=)\n/.exec(Buffer.from(bytes).toString('utf8')) ?? [];
  return count !== undefined && base64 !== undefined
    ? {entries: Number(count), hash: Buffer.from(base64, 'base64').toString('hex')}
    : undefined;
};
