/** What expressions see of what a program printed. */
import type {Json} from '../base/canonical-json.ts';
import {jsonOf} from './json-output.ts';
import type {Printed} from './output.ts';

/** `stdout` and `stderr` without the last line feed, and `json` where the former is some, as a whole. */
export const printedScope = ({stdout, stderr}: Pick<Printed, 'stdout' | 'stderr'>): {readonly [name: string]: Json} => {
  const json = stdout.isWhole ? jsonOf(stdout.text) : undefined;
  return {stdout: stdout.text, stderr: stderr.text, ...(json !== undefined && {json})};
};
