/** The fields that steps of every kind can have beside their kind key, and those of the headings between them. */
import * as z from 'zod';
import {atOnce, duration, estimate, links, name, optionallyAs, positiveDuration, words} from './fields.ts';
import {inputTypes} from './input-declarations.ts';
import {onFailure} from './on-failure.ts';
import type {StepOf} from './runbook.ts';
import {effectsNames, phases} from './words.ts';

const output = z.union(
  [
    words.describe('An expression that gives the value.'),
    z.strictObject({
      value: words.describe('An expression that gives the value.'),
      secret: z.boolean().default(false).describe('Whether it is a secret: shown nowhere and never stored.'),
      // A choice has names, and what is secret says so.
      type: z
        .enum(inputTypes)
        .exclude(['choice', 'secret'])
        .exactOptional()
        .describe('How it is read, as an input of that type is.'),
      sets: z
        .enum(['disruption', 'detection', 'declaration'])
        .exactOptional()
        .describe('The instant that it measures; what was typed no longer counts then.'),
    }),
  ],
  'must be an expression, or a map: {value: EXPRESSION, type: timestamp, secret: true, sets: disruption}',
);

/** A title of its own between steps. */
export const headingFields = z.strictObject({
  heading: words.describe('A title for the steps that follow, until the next heading.'),
  phase: z.enum(phases).exactOptional().describe('The phase of the response that they belong to.'),
});

export const commonFields = z.strictObject({
  id: name.describe('The name of the step, unique in the runbook.'),
  title: words.exactOptional().describe('The step in a few words; instants can do without.'),
  why: words.exactOptional().describe('Why it is done: what an operator under stress needs to hear.'),
  role: name.exactOptional().describe('Who is responsible; recorded, never blocking.'),
  when: words.exactOptional().describe('An expression; false makes the step not applicable.'),
  effects: z
    .enum(effectsNames)
    .exactOptional()
    .describe('What it does to the world; write for an action or an instruction that does not say.'),
  idempotent: z.boolean().default(false).describe('Whether running it twice does no more than running it once.'),
  estimate: estimate.exactOptional().describe('How long it takes: 15m, or {p50, p90}.'),
  target: positiveDuration.exactOptional().describe('How long it should take at most; late, but it goes on.'),
  timeout: positiveDuration
    .exactOptional()
    .describe('When to stop it; 15m for an action that is not timed, a day for one that people type into.'),
  retry: z
    .strictObject({
      attempts: z
        .number()
        .int('must be a whole number')
        .min(1, 'must be at least 1')
        .max(20, 'must be at most 20')
        .describe('How often to try altogether.'),
      delay: duration.prefault('0s').describe('How long to wait before the second try.'),
      backoff: z
        .number()
        .min(1, 'must be at least 1')
        .max(10, 'must be at most 10')
        .default(1)
        .describe('By how much the wait grows from try to try: 2 doubles it.'),
    })
    .exactOptional()
    .describe('How often to try altogether, how long to wait between, and by how much the wait grows.'),
  touches: z.array(words).default([]).describe('The connections, paths and hosts that it changes.'),
  requires: optionallyAs('probes', 'Probes that must pass before, and again immediately before the effect.'),
  verify: optionallyAs('probes', 'Probes that must pass after: only then has the step succeeded.'),
  done_when: optionallyAs(
    'probes',
    'Probes that say whether the work is done, where nobody knows how an attempt ended.',
  ),
  undo: optionallyAs('undo', 'How to take it back: an action or an instruction.'),
  confirm: z
    .strictObject({type: words.describe('The name to type, as text with values.')})
    .exactOptional()
    .describe("The operator types the target's own name."),
  point_of_no_return: z.boolean().default(false).describe('After this there is no way back.'),
  skippable: z
    .boolean()
    .exactOptional()
    .describe('Whether it may be skipped with a reason; true unless it is destructive.'),
  on_failure: onFailure
    .exactOptional()
    .describe('What a failure does: hold, continue, abort, {goto: STEP} or {undo_to: STEP}; hold by default.'),
  expect: words.exactOptional().describe('What the result must be, as an expression.'),
  outputs: z
    .record(name, output)
    .default({})
    .describe(
      'Named values for later steps; `type` reads one as an input is read, `sets` corrects an instant that was only typed.',
    ),
  recovery_point: words.exactOptional().describe('The instant up to which data was really restored, as an expression.'),
  each: z
    .strictObject({
      in: words.describe('The list, as an expression.'),
      at_once: atOnce.default(1).describe('How many items go on at a time.'),
      on_item_failure: z
        .enum(['hold', 'continue'])
        .default('hold')
        .describe('Whether an item that fails holds the step, or is given up while the others go on.'),
    })
    .exactOptional()
    .describe('The step is done for each item of a list; inside, item is the item.'),
  temporary: z
    .strictObject({
      lifted_by: name.describe('The step that takes it away.'),
      within: positiveDuration.describe('How soon it must be gone.'),
    })
    .exactOptional()
    .describe('It leaves something behind that must go: the step that takes it away, and by when.'),
  escalate: z
    .strictObject({
      after: positiveDuration.describe('For how long nobody has dealt with it.'),
      to: name.describe('The role that it goes to.'),
    })
    .exactOptional()
    .describe('To which role it goes when nobody has dealt with it for so long.'),
  evidence: z
    .union([words.transform(text => [text]), z.array(words)], 'must be a text or a list of texts')
    .default([])
    .describe('What a person should attach to it.'),
  formerly: z
    .union([name.transform(id => [id]), z.array(name)], 'must be an id or a list of ids')
    .default([])
    .describe('Ids that it had in earlier versions.'),
  drill: optionallyAs('drill_of_step', 'What it does in drills: run, simulate, skip, {outputs: …}, or another action.'),
  troubleshoot: z
    .array(
      z.strictObject({
        symptom: words.describe('What one sees.'),
        check: words.exactOptional().describe('How one makes sure.'),
        then: words.describe('What helps.'),
      }),
    )
    .default([])
    .describe('What to do when it goes wrong: by what one sees it, how one makes sure, and what helps then.'),
  danger: words.exactOptional().describe('A look-alike that must not be used.'),
  see: links.default([]).describe('Further reading.'),
});

type Shape = StepOf<'command' | 'instruction' | 'check' | 'decision' | 'end'>['shape'];

const everywhere = ['id', 'title', 'why', 'when', 'see', 'formerly'];
const people = [
  ...everywhere,
  'role',
  'estimate',
  'target',
  'troubleshoot',
  'danger',
  'skippable',
  'drill',
  'escalate',
  'evidence',
];
const effectful = [
  ...people,
  'effects',
  'requires',
  'verify',
  'done_when',
  'undo',
  'confirm',
  'point_of_no_return',
  'touches',
  'each',
  'temporary',
];
const results = ['timeout', 'expect', 'outputs', 'recovery_point', 'on_failure', 'retry', 'idempotent'];

/** Which common fields mean something for a shape. A field that would do nothing is refused, not ignored. */
export const fieldsOfShape: {readonly [S in Shape]: readonly string[]} = {
  action: [...effectful, ...results],
  prompt: [...effectful, 'recovery_point', 'on_failure'],
  probe: [...people, 'timeout', 'outputs', 'recovery_point', 'on_failure'],
  group: people,
  instant: everywhere,
};
