/** A step, an output, an input or an event that is not there. */
import {didYouMean, listed} from '../../diagnostics/nearest.ts';
import {referencesOf} from '../expression.ts';
import {expressionsIn} from '../expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Reference} from '../references.ts';
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

/** The findings of one place; rules that look at values leave such a place alone. */
export const unknownReferences = (use: Use, subject: Subject): readonly Finding[] =>
  expressionsIn(use).flatMap(({expression, offset}) =>
    referencesOf(expression).flatMap(reference => {
      const {runbook, document} = subject;
      const problem = reference.path[0] === 'item' ? itemProblem(use, subject) : problemOf(reference, runbook);
      if (problem === undefined) {
        return [];
      }
      const {message, hint, at} = problem;
      const {from, to} = reference.members[at] ?? reference;
      const part = {from: from + offset, to: to + offset, text: use.source};
      return [{message, hint, span: document.spanWithin(use.path, part)}];
    }),
  );

/** There is an item only in a foreach and in a step with each; named probes are looked at where they are used. */
const itemProblem = ({step, path}: Use, {document, pathOf}: Subject): Problem | undefined => {
  const isNamedProbe = path[0] === 'probes' && step === undefined;
  const around = step === undefined ? path : pathOf(step);
  const isInLoop = around.includes('foreach') || document.has([...around, 'each']);
  return isNamedProbe || isInLoop
    ? undefined
    : {
        message: 'there is an item only inside a foreach, or in a step with each',
        hint: 'put the step into a foreach, or give it each: {in: LIST}',
        at: 0,
      };
};

type Problem = Pick<Finding, 'message' | 'hint'> & {
  /** Which member of the path it is about, counted from 0. */
  readonly at: number;
};

const problemOf = ({path}: Reference, runbook: Runbook): Problem | undefined => {
  const [root, name, member, output] = path;
  if (name === undefined) {
    return undefined;
  }
  switch (root) {
    case 'inputs':
      return unless(name, Object.keys(runbook.inputs), {
        sentence: 'there is no input',
        otherwise: 'declare it under inputs',
        at: 1,
      });
    case 'events':
      return unless(name, eventNames, {sentence: 'there is no event', at: 1});
    case 'run':
      return unless(name, ['id', 'slug', 'mode', 'started_at', 'now'], {sentence: 'a run has no', at: 1});
    case 'values':
      return unless(name, valuesOf(runbook), {
        sentence: 'no let step names a value',
        otherwise: 'name it in a let step before',
        at: 1,
      });
    case 'lab':
      return unless(name, labNames, {sentence: 'a lab has no', at: 1});
    case 'steps':
      return stepProblem({name, member, output}, stepsById(runbook));
    default:
      return undefined;
  }
};

type Unknown = Pick<Problem, 'at'> & {
  readonly sentence: string;
  /** The way out where there is no near word and no short list. */
  readonly otherwise?: string;
};

const unless = (name: string, known: readonly string[], {sentence, otherwise, at}: Unknown): Problem | undefined =>
  known.includes(name)
    ? undefined
    : {
        message: `${sentence} "${name}"`,
        hint: didYouMean(name, known) ?? otherwise ?? `there is ${listed(known)}`,
        at,
      };

type Named = {readonly name: string; readonly member: string | undefined; readonly output: string | undefined};

const stepProblem = ({name, member, output}: Named, steps: ReadonlyMap<string, Step>): Problem | undefined => {
  const step = steps.get(name);
  if (step === undefined) {
    return unless(name, [...steps.keys()], {sentence: 'there is no step', otherwise: 'give a step that id', at: 1});
  }
  const members = [
    'outputs',
    'status',
    ...(step.kind === 'decision' ? ['choice'] : []),
    ...(step.kind === 'include' ? ['outcome'] : []),
    ...(step.kind === 'foreach' || step.each !== undefined ? ['items', 'failed'] : []),
  ];
  const problem =
    member === undefined ? undefined : unless(member, members, {sentence: `step "${name}" has no`, at: 2});
  if (problem !== undefined || member !== 'outputs' || output === undefined) {
    return problem;
  }
  return unless(output, outputsOf(step), {
    sentence: `step "${name}" has no output`,
    otherwise: `give it under outputs of "${name}": {${output}: EXPRESSION}`,
    at: 3,
  });
};

const outputsOf = (step: Step): readonly string[] => {
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return [...new Set(step.branches.flatMap(({outputs}) => Object.keys(outputs)))];
    case 'input':
      return ['value'];
    case 'include':
      return Object.keys(step.runbook.outputs);
    default:
      return Object.keys(step.outputs);
  }
};

const valuesOf = (runbook: Runbook): readonly string[] =>
  [...stepsById(runbook).values()].flatMap(step => (step.kind === 'let' ? Object.keys(step.values) : []));
