/** A time as people write it on paper, where seconds are left out. */
import {type Result, succeed} from '../base/result.ts';
import {readMeasured} from '../runbook/timestamps.ts';
import {readTime} from './typed-time.ts';

/** `blurMs` is how much later it may have been: a time without seconds is any of its minute. */
export type PaperTime = {readonly atMs: number; readonly blurMs: number};

/** RFC 3339, or the words that people type: `04:10` is the last time that the clock here showed that. */
export const readPaperTime = (text: string): Result<PaperTime> => {
  const exact = readMeasured(text);
  const read = exact.ok ? exact : readTime(text.trim());
  return read.ok ? succeed({atMs: Date.parse(read.value), blurMs: blurOf(text.trim())}) : read;
};

const blurOf = (text: string): number => {
  if (/\d:\d\d:\d\d\.\d/.test(text)) {
    return 0;
  }
  return /\d:\d\d:\d\d/.test(text) ? 999 : 59_999;
};
