/** A file of injects as what goes wrong, or all that is wrong with the text of it. */
import type * as z from 'zod';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {inOrder} from '../diagnostics/in-order.ts';
import {present} from '../runbook/present.ts';
import {asJson} from '../runbook/reading.ts';
import {fieldDiagnostics} from '../runbook/schema/field-problems.ts';
import {type Document, readDocument} from '../runbook/yaml/document.ts';
import {injectsFields} from './inject-fields.ts';
import type {Inject, Injects} from './injects.ts';

export type ParsedInjects = {
  readonly injects?: Injects;
  /** Where the words stand, for whoever holds them against the runbook. */
  readonly document?: Document;
  readonly diagnostics: readonly Diagnostic[];
};

/** Reads the text alone; whether the runbook has such steps is `injectFaults` to say. */
export const parseInjects = (text: string): ParsedInjects => {
  const document = readDocument(text);
  if (!document.ok) {
    return {diagnostics: [document.reason]};
  }
  const {data} = document.value;
  const result = injectsFields.safeParse(data);
  if (!result.success) {
    const knowledge = {thing: 'a file of injects', area: 'injects', schema: injectsFields};
    const found = {document: document.value, path: [], value: data, knowledge};
    return {diagnostics: inOrder(fieldDiagnostics(result.error.issues, found))};
  }
  const {runbook, injects} = result.data;
  return {injects: {runbook, list: injects.flatMap(injectOf)}, document: document.value, diagnostics: []};
};

type Fields = z.output<typeof injectsFields>['injects'][number];

/** One of them is there, and no other. */
const injectOf = (fields: Fields): readonly Inject[] => {
  const {step_fails, output_lies, approver_away, tool_missing, clock_jumps, engine_killed} = fields;
  return [
    ...(step_fails ? [{kind: 'step_fails' as const, ...step_fails}] : []),
    ...(output_lies ? [liesOf(output_lies)] : []),
    ...(approver_away ? [awayOf(approver_away)] : []),
    ...(tool_missing ? [{kind: 'tool_missing' as const, ...tool_missing}] : []),
    ...(clock_jumps ? [jumpOf(clock_jumps)] : []),
    ...(engine_killed ? [{kind: 'engine_killed' as const, ...engine_killed}] : []),
  ];
};

const liesOf = ({step, attempt, says}: NonNullable<Fields['output_lies']>): Inject => ({
  kind: 'output_lies',
  step,
  attempt,
  says: Object.fromEntries(Object.entries(says).map(([field, value]) => [field, asJson(value)])),
});

const awayOf = ({step, for: forMs, escalation}: NonNullable<Fields['approver_away']>): Inject =>
  present({kind: 'approver_away' as const, step, forMs, escalation});

const jumpOf = ({step, attempt, by}: NonNullable<Fields['clock_jumps']>): Inject => ({
  kind: 'clock_jumps',
  step,
  attempt,
  byMs: by,
});
