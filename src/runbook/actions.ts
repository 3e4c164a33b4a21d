/** Actions wherever they stand: in a step, in a probe, in an undo. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import type {Action} from './action.ts';
import {isMapping, isSequence, type Reading, readFields, type Where} from './reading.ts';
import type {StepPart, StepPlace} from './step-kind.ts';
import {command} from './steps/command.ts';
import {http} from './steps/http.ts';
import {script} from './steps/script.ts';
import {sql} from './steps/sql.ts';
import type {DocumentPath} from './yaml/document.ts';

/** The kinds that change the world, or in a probe only look at it. */
export const actionKinds = ['command', 'script', 'sql', 'http'] as const;

export type ActionKind = (typeof actionKinds)[number];

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

/** Reads `{command: …}`, `{script: …}`, `{sql: …}` or `{http: …}`; `path` is that of the map around the kind's key. */
export const readAction = (value: Json | undefined, {reading, path, where}: Place): Action | undefined => {
  if (!isMapping(value)) {
    return undefined;
  }
  const kind = actionKinds.find(key => value[key] !== undefined);
  return kind && readKind(kind, value[kind] ?? null, {reading, path: [...path, kind], where});
};

const readKind = (kind: ActionKind, fields: Json, place: Place): Action | undefined => {
  switch (kind) {
    case 'command':
      return build(command, fields, place);
    case 'script':
      return build(script, fields, place);
    case 'sql':
      return build(sql, fields, place);
    case 'http':
      return build(http, fields, place);
  }
};

type ActionKindDeclaration<Fields extends z.ZodObject> = {
  readonly kind: string;
  readonly fields: Fields;
  readonly short?: string;
  readonly build: (fields: z.output<Fields>, place: StepPlace) => StepPart<'command'> | undefined;
};

const build = <Fields extends z.ZodObject>(
  {kind, fields: schema, short, build: make}: ActionKindDeclaration<Fields>,
  value: Json,
  {reading, path, where}: Place,
): Action | undefined => {
  const fields = readFields(reading, longForm(value, short), {
    schema,
    path,
    thing: kind === 'http' ? 'an http request' : `a ${kind}`,
    area: 'step',
    short,
  });
  return fields && make(fields, {reading, path, where, readSteps: () => []})?.action;
};

/** `command: TEXT` is short for `command: {run: TEXT}`; likewise for other kinds with a main field. */
export const longForm = (value: Json, short: string | undefined): Json =>
  short !== undefined && (!isMapping(value) || isSequence(value)) && value !== null ? {[short]: value} : value;
