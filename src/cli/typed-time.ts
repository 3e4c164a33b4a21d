/** Times as people type them on the command line: the words that inputs of type timestamp take. */
import type {Result} from '../base/result.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import {readInput} from '../runbook/inputs.ts';

const anyTime: InputDeclaration = {name: 'time', type: 'timestamp', optional: false, span: {from: 0, to: 0}};

/** `02:47`, `20m ago` or RFC 3339 → RFC 3339 in UTC. */
export const readTime = (text: string): Result<string> => {
  const nowMs = Date.now();
  const read = readInput(anyTime, text, {nowMs, zoneOffsetMinutes: -new Date(nowMs).getTimezoneOffset()});
  return read.ok ? {ok: true, value: String(read.value)} : read;
};
