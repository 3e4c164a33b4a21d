/** How a step is taken back: an action, or an instruction to a person. */
import * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {actionFields} from './action-fields.ts';
import {longForm, readAction} from './actions.ts';
import {exactlyOne, isExactlyOne, ofKnownFields} from './exactly-one.ts';
import {optionallyAs, words} from './fields.ts';
import {isMapping, type Reading, readFields, use, type Where} from './reading.ts';
import type {CommonFields} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

/** Nothing is ticked, pasted or shown where something is taken back. */
export const undoInstruction = z.strictObject({do: words.describe('What to do, as text with values.')});

export const undoFields = z
  .strictObject(
    {
      instruction: optionallyAs('instruction_of_undo', 'A person takes it back.'),
      ...actionFields,
    },
    'must be an action or an instruction; write sql, http, command, script or instruction below it',
  )
  .refine(
    isExactlyOne,
    ofKnownFields(
      'must be one action or one instruction; write one of sql, http, command, script and instruction below it',
    ),
  )
  .register(z.globalRegistry, exactlyOne);

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

/** Reads a text, which is an instruction, or a map of one instruction or action. */
export const readUndo = (value: Json | undefined, {reading, path, where}: Place): CommonFields['undo'] => {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value === 'string') {
    return readInstruction(value, {reading, path, where});
  }
  const fields = readFields(reading, value, {schema: undoFields, path, thing: 'an undo', area: 'step'});
  if (fields === undefined || !isMapping(value)) {
    return undefined;
  }
  return value.instruction === undefined
    ? readAction(value, {reading, path, where})
    : readInstruction(value.instruction, {reading, path: [...path, 'instruction'], where});
};

const readInstruction = (value: Json, {reading, path, where}: Place): CommonFields['undo'] => {
  const thing = 'an instruction that takes back';
  const fields = readFields(reading, longForm(value, 'do'), {schema: undoInstruction, path, thing, area: 'step'});
  if (fields === undefined) {
    return undefined;
  }
  const at = reading.document.has([...path, 'do']) ? [...path, 'do'] : path;
  use(reading, {source: fields.do, form: 'text', path: at, ...where, around: 'step', gives: 'text', into: 'record'});
  return {kind: 'instruction', do: fields.do};
};
