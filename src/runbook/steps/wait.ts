/** `wait`: for a time, until an instant, or until a probe passes. */
import * as z from 'zod';
import {parseDurationMs} from '../../base/duration.ts';
import {instantPattern} from '../../base/instant.ts';
import {exactlyOne, isExactlyOne, ofKnownFields} from '../exactly-one.ts';
import {optionallyAs, positiveDuration, words} from '../fields.ts';
import {readProbeValue} from '../probes.ts';
import {asJson, report, use} from '../reading.ts';
import type {Wait} from '../runbook.ts';
import {defineStep, type StepPlace} from '../step-kind.ts';
import {readMeasured} from '../timestamps.ts';

const instantWords = 'must be a time with an offset, on a day that exists';

const fields = z
  .strictObject({
    for: positiveDuration.exactOptional().describe('For how long.'),
    at: words
      .meta({pattern: `\\$\\{|^\\s*${instantPattern}\\s*$`, patternErrorMessage: `"at" ${instantWords}`})
      .exactOptional()
      .describe('Until when: a time with an offset, like 2026-11-24T02:47:00Z, or a text that gives one.'),
    until: optionallyAs('probe', 'Until this probe passes; `within` says for how long at most.'),
  })
  .refine(isExactlyOne, ofKnownFields('must hold one of for, at and until, like {for: 30s}'))
  .register(z.globalRegistry, exactlyOne);

export const wait = defineStep({
  kind: 'wait',
  shape: 'probe',
  summary: 'Waits for a time, until an instant, or until a probe passes.',
  example: 'wait: 30s',
  fields,
  short: 'for',
  build: (values, place) => {
    const waited = readWait(values, place);
    return waited && {kind: 'wait', shape: 'probe', wait: waited};
  },
});

const readWait = (values: z.output<typeof fields>, {reading, path, where}: StepPlace): Wait | undefined => {
  if (values.for !== undefined) {
    return {for: values.for};
  }
  if (values.at !== undefined) {
    const source = values.at;
    use(reading, {
      source,
      form: 'text',
      path: [...path, 'at'],
      around: 'step',
      gives: 'time',
      into: 'record',
      ...where,
    });
    if (!(source.includes('${') || readMeasured(source).ok)) {
      const hint = parseDurationMs(source).ok
        ? 'a duration is written as for: 15m'
        : 'write it like 2026-11-24T02:47:00Z';
      report(reading, {
        code: 'step/wrong-value',
        message: `"at" ${instantWords}`,
        span: reading.document.valueSpan([...path, 'at']),
        hint,
      });
    }
    return {at: source};
  }
  const until = readProbeValue(asJson(values.until), {reading, path: [...path, 'until'], where});
  return until && {until};
};
