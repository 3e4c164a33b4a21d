/** The head of a journal as a note: what a seal signs, and what stands beside the journal of a finished run. */
import type {Head} from './journal.ts';

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
