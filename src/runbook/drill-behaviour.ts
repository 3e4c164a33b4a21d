/** What a step does in a drill: the same, nothing but an assumed result, nothing, or something else. */
import * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {actionFields} from './action-fields.ts';
import {readAction} from './actions.ts';
import {exactlyOne, isExactlyOne, ofKnownFields} from './exactly-one.ts';
import {isMapping, type Reading, readFields, type Where} from './reading.ts';
import type {DrillBehaviour} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

const sentence =
  'must be run, simulate, skip, {outputs: …} or another action; simulate runs nothing, {outputs: {NAME: VALUE}} runs nothing and gives later steps those values';

export const drillWord = z.enum(['run', 'simulate', 'skip'], sentence);

export const drillBehaviourFields = z
  .strictObject(
    {
      outputs: z
        .record(z.string(), z.unknown())
        .exactOptional()
        .describe('Nothing is done; these are the results for later steps.'),
      ...actionFields,
    },
    sentence,
  )
  .refine(isExactlyOne, ofKnownFields(sentence))
  .register(z.globalRegistry, exactlyOne);

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

/** Reads `run`, `simulate`, `skip`, `{outputs: …}` (simulate, with results for later steps) or another action. */
export const readDrillBehaviour = (value: Json, {reading, path, where}: Place): DrillBehaviour => {
  const place = {path, thing: 'the drill of a step', area: 'step'};
  if (!isMapping(value)) {
    const word = readFields(reading, value, {schema: drillWord, ...place});
    return word === 'simulate' ? {do: 'simulate', outputs: {}} : {do: word ?? 'run'};
  }
  const fields = readFields(reading, value, {schema: drillBehaviourFields, ...place});
  if (fields === undefined) {
    return {do: 'run'};
  }
  if (isMapping(value.outputs)) {
    return {do: 'simulate', outputs: value.outputs};
  }
  const action = readAction(value, {reading, path, where});
  return action === undefined ? {do: 'run'} : {do: 'instead', action};
};
