/** A step, an output, an input or an event that is not there. */
import {listed, meantOr} from '../../diagnostics/nearest.ts';
import {referencesOf} from '../expressions/expression.ts';
import {membersOfRun, type membersOfSteps} from '../expressions/expression-names.ts';
import {expressionsIn} from '../expressions/expressions-in.ts';
import type {Reference} from '../expressions/references.ts';
import {isWithinKind} from '../flow/within-kind.ts';
import {wayToGive} from '../giving-outputs.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Runbook, Step} from '../runbook.ts';
import {stepsById} from '../steps-by-id.ts';
import {eventNames, labNames} from '../words.ts';

export const unknownReference: Rule = {
  code: 'reference/unknown',
  severity: 'error',
  why: 'Nothing of that name is declared, so there will never be a value.',
  waivable: false,
  check: subject => subject.uses.flatMap(use => unknownReferences(use, subject)),
};

/** Whether a place reads something that is not there; rules that look at values leave such a place alone. */
export const readsUnknown = (use: Use, subject: Subject): boolean =>
  expressionsIn(use).some(({expression}) =>
    referencesOf(expression).some(reference => problemIn(reference, use, subject) !== undefined),
  );

const unknownReferences = (use: Use, subject: Subject): readonly Finding[] =>
  expressionsIn(use).flatMap(({expression, offset}) =>
    referencesOf(expression).flatMap(reference => {
      const problem = problemIn(reference, use, subject);
      if (problem === undefined) {
        return [];
      }
      const {message, hint, at} = problem;
      const {from, to} = reference.members[at] ?? reference;
      const part = {from: from + offset, to: to + offset, text: use.source};
      return [{message, hint, span: subject.document.spanWithin(use.path, part)}];
    }),
  );

const problemIn = (reference: Reference, use: Use, subject: Subject): Problem | undefined =>
  reference.path[0] === 'item' ? itemProblem(use, subject) : problemOf(reference, subject.runbook);

/** There is an item only in a foreach and in a step with each; named probes are looked at where they are used. */
const itemProblem = ({step, path}: Use, {document, pathOf}: Subject): Problem | undefined => {
  const isNamedProbe = path[0] === 'probes' && step === undefined;
  const around = step === undefined ? path : pathOf(step);
  if (isNamedProbe || isWithinKind(around, 'foreach')) {
    return undefined;
  }
  if (!document.has([...around, 'each'])) {
    return {
      message: 'there is an item only inside a foreach, or in a step with each',
      hint: 'put the step into a foreach, or give it each: {in: LIST}',
      at: 0,
    };
  }
  const field = path.slice(around.length).join('.');
  return readOnce.has(field)
    ? {
        message: `there is no item in ${field}: it is read once, before the first item`,
        hint: 'put the step into a foreach in place of its each, or say it of the list as a whole',
        at: 0,
      }
    : undefined;
};

/** What a step with each is asked as a whole. */
const readOnce: ReadonlySet<string> = new Set(['when', 'each.in', 'confirm.type']);

type Problem = Pick<Finding, 'message' | 'hint'> & {
  /** Which member of the path it is about, counted from 0. */
  readonly at: number;
};

const problemOf = ({path}: Reference, runbook: Runbook): Problem | undefined => {
  const [root, name, member, output] = path;
  if (name === undefined) {
    return undefined;
  }
  const names = namesOf(runbook);
  switch (root) {
    case 'inputs':
      return unless(name, names.inputs, {
        sentence: 'there is no input',
        otherwise: 'declare it under inputs',
        at: 1,
      });
    case 'events':
      return unless(name, events, {sentence: 'there is no event', otherwise: `there is ${listed(eventNames)}`, at: 1});
    case 'run':
      return unless(name, ofRun, {sentence: 'a run has no', otherwise: `there is ${listed([...ofRun])}`, at: 1});
    case 'values':
      return unless(name, names.values, {
        sentence: 'no let step names a value',
        otherwise: 'name it in a let step before',
        at: 1,
      });
    case 'lab':
      return unless(name, ofLab, {sentence: 'a lab has no', otherwise: `there is ${listed(labNames)}`, at: 1});
    case 'steps':
      return stepProblem({name, member, output}, stepsById(runbook));
    default:
      return undefined;
  }
};

const events: ReadonlySet<string> = new Set(eventNames);

const ofRun: ReadonlySet<string> = new Set(Object.keys(membersOfRun));

const ofLab: ReadonlySet<string> = new Set(labNames);

/** A set, or a map by the names. */
type Known = {readonly has: (name: string) => boolean; readonly keys: () => Iterable<string>};

type Unknown = Pick<Problem, 'at'> & {
  readonly sentence: string;
  /** The way out where there is no near word and no short list. */
  readonly otherwise: string;
};

const unless = (name: string, known: Known, {sentence, otherwise, at}: Unknown): Problem | undefined =>
  known.has(name)
    ? undefined
    : {message: `${sentence} "${name}"`, hint: meantOr(name, () => known.keys(), otherwise), at};

type Named = {readonly name: string; readonly member: string | undefined; readonly output: string | undefined};

const stepProblem = ({name, member, output}: Named, steps: ReadonlyMap<string, Step>): Problem | undefined => {
  const step = steps.get(name);
  if (step === undefined) {
    return unless(name, steps, {sentence: 'there is no step', otherwise: 'give a step that id', at: 1});
  }
  const problem =
    member === undefined
      ? undefined
      : unless(member, membersOf(step), {
          sentence: `step "${name}" has no`,
          otherwise: `there is ${listed([...membersOf(step)])}`,
          at: 2,
        });
  if (problem !== undefined || member !== 'outputs' || output === undefined) {
    return problem;
  }
  return unless(output, outputsOf(step), {
    sentence: `step "${name}" has no output`,
    otherwise: wayToGive(step, output),
    at: 3,
  });
};

const membersOf = (step: Step): ReadonlySet<string> => {
  const members: readonly (keyof typeof membersOfSteps)[] = [
    'outputs',
    'status',
    ...(step.kind === 'decision' ? (['choice'] as const) : []),
    ...(step.kind === 'include' ? (['outcome'] as const) : []),
    ...(step.kind === 'foreach' || step.each !== undefined ? (['items', 'failed'] as const) : []),
  ];
  return new Set(members);
};

// A step never changes; a decision of many branches would be gone through again for each reference.
const outputNames = new WeakMap<Step, ReadonlySet<string>>();

const outputsOf = (step: Step): ReadonlySet<string> => {
  const names = outputNames.get(step) ?? new Set(listOutputs(step));
  outputNames.set(step, names);
  return names;
};

const listOutputs = (step: Step): readonly string[] => {
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return step.branches.flatMap(({outputs}) => Object.keys(outputs));
    case 'input':
      return ['value'];
    case 'include':
      return Object.keys(step.runbook.outputs);
    default:
      return Object.keys(step.outputs);
  }
};

type Names = {readonly inputs: ReadonlySet<string>; readonly values: ReadonlySet<string>};

// A runbook never changes; looking its names up again for each reference would take quadratic time.
const found = new WeakMap<Runbook, Names>();

const namesOf = (runbook: Runbook): Names => {
  const names = found.get(runbook) ?? findNames(runbook);
  found.set(runbook, names);
  return names;
};

const findNames = (runbook: Runbook): Names => ({
  inputs: new Set(Object.keys(runbook.inputs)),
  values: new Set(
    [...stepsById(runbook).values()].flatMap(step => (step.kind === 'let' ? Object.keys(step.values) : [])),
  ),
});
