/** Ways by name, as a decision and a parallel have them. */
import * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {name, readAs, words} from './fields.ts';
import {asJson, isMapping, readFields, report, use} from './reading.ts';
import type {Branch} from './runbook.ts';
import type {StepPlace} from './step-kind.ts';
import {outcomes} from './words.ts';

const allFields = z.strictObject({
  title: words.exactOptional().describe('What the option is called.'),
  steps: z.array(readAs('step')).exactOptional().describe('What is done on this way.'),
  outputs: z
    .record(name, words)
    .default({})
    .describe('Values by name: of a decision the same names in each branch, of a parallel each name in one branch.'),
  goto: name.exactOptional().describe('Leads on to a later step.'),
  end: z.enum(outcomes).exactOptional().describe('Ends the run.'),
});

/** The ways on, of which a branch takes one at the most. */
const ways = ['goto', 'end', 'steps'] as const;

export const branchFields = allFields.register(z.globalRegistry, {
  dependentSchemas: {goto: {properties: {end: false, steps: false}}, end: {properties: {goto: false, steps: false}}},
});

/** Reads the branches of a step. */
export const readBranches = (branches: {readonly [name: string]: unknown}, place: StepPlace): readonly Branch[] =>
  Object.entries(branches).flatMap(([key, value]) => readBranch(key, asJson(value), place));

const readBranch = (
  key: string,
  value: Json,
  {reading, path: parent, where, readSteps}: StepPlace,
): readonly Branch[] => {
  const path = [...parent, 'branches', key];
  const fields = readFields(reading, typeof value === 'string' ? {title: value} : value, {
    schema: branchFields,
    path,
    thing: `branch "${key}"`,
    area: 'step',
  });
  if (fields === undefined) {
    // Its steps are read all the same: their problems are shown with those of the branch.
    readSteps(isMapping(value) ? value.steps : undefined, [...path, 'steps']);
    return [];
  }
  const {title, outputs, goto, end} = fields;
  const written = ways.filter(way => fields[way] !== undefined);
  const [, second] = written;
  if (second !== undefined) {
    report(reading, {
      code: 'step/branch-ways',
      message: `branch "${key}" cannot have both ${written.join(' and ')}`,
      span: reading.document.keySpan([...path, second]),
      hint: ways.join() === 'end,steps' ? 'put an end step at the end of its steps' : 'keep one of them',
    });
  }
  for (const [output, source] of Object.entries(outputs)) {
    use(reading, {
      source,
      form: 'expression',
      path: [...path, 'outputs', output],
      ...where,
      at: {endOf: key},
      around: 'step',
      gives: 'anything',
      into: 'output',
    });
  }
  const steps = readSteps(isMapping(value) ? value.steps : undefined, [...path, 'steps']);
  const named = title ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');
  return [
    {name: key, title: named, steps, ...(goto !== undefined && {goto}), ...(end !== undefined && {end}), outputs},
  ];
};

/** What goes on beside others leads nowhere by itself: a parallel goes on when all its branches are over. */
export const refuseLeading = (branches: readonly Branch[], {reading, path}: StepPlace): void => {
  for (const branch of branches) {
    for (const field of (['goto', 'end'] as const).filter(way => branch[way] !== undefined)) {
      report(reading, {
        code: 'step/unknown-field',
        message: `branch "${branch.name}" of a parallel has no field "${field}"`,
        span: reading.document.keySpan([...path, 'branches', branch.name, field]),
        hint: 'a parallel goes on when all its branches are over; an end step among the steps ends the run',
      });
    }
  }
};

/** All branches of a parallel are gone: what two of them give under one name, one of them would give in vain. */
export const ownOutputs = (branches: readonly Branch[], {reading, path}: StepPlace): void => {
  const givenBy = new Map<string, string>();
  for (const {name: branch, outputs} of branches) {
    for (const output of Object.keys(outputs)) {
      const other = givenBy.get(output);
      if (other !== undefined) {
        report(reading, {
          code: 'step/branch-outputs',
          message: `branch "${branch}" gives the output ${output}, and so does branch "${other}"`,
          span: reading.document.keySpan([...path, 'branches', branch, 'outputs', output]),
          hint: 'all branches of a parallel are gone: give each output a name of its own',
        });
      }
      givenBy.set(output, other ?? branch);
    }
  }
};

/** What one branch of a decision gives and another does not would be missing after half of the decisions. */
export const sameOutputs = (branches: readonly Branch[], {reading, path: step}: StepPlace): void => {
  const path = [...step, 'branches'];
  const going = branches.filter(({goto, end}) => goto === undefined && end === undefined);
  const names = new Set(going.flatMap(({outputs}) => Object.keys(outputs)));
  for (const branch of going) {
    const missing = names.size - Object.keys(branch.outputs).length;
    if (missing > 0 && branch.steps.at(-1)?.kind !== 'end') {
      report(reading, {
        code: 'step/branch-outputs',
        message: `branch "${branch.name}" lacks the output ${firstMissing(names, branch, missing)} that another branch gives`,
        span: reading.document.keySpan([...path, branch.name]),
        hint: 'give it in each branch that goes on',
      });
    }
  }
};

/** As many names as a sentence has room for. */
const namedMax = 6;

const firstMissing = (names: ReadonlySet<string>, {outputs}: Branch, count: number): string => {
  const missing: string[] = [];
  for (const name of names) {
    if (missing.length === Math.min(count, namedMax)) {
      break;
    }
    if (!Object.hasOwn(outputs, name)) {
      missing.push(name);
    }
  }
  return `${missing.join(', ')}${count > namedMax ? ` (and ${count - namedMax} more)` : ''}`;
};
