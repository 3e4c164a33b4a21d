/** A text held against a branch, a status, a choice or another closed list that has no such value, or given where a branch is chosen. */
import {type Hint, meantOr} from '../../diagnostics/nearest.ts';
import type {LiteralText} from '../expressions/compared-texts.ts';
import {textsOf} from '../expressions/expression.ts';
import {expressionsIn} from '../expressions/expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Runbook} from '../runbook.ts';
import {allSteps} from '../walk.ts';
import {outcomes, runModes, stepStatuses} from '../words.ts';

export const unknownValue: Rule = {
  code: 'reference/unknown-value',
  severity: 'error',
  why: 'It is never that value, so the condition is always true or never, and nobody would notice before the incident.',
  waivable: false,
  check: subject => {
    const branches = branchesOf(subject.runbook);
    return subject.uses.flatMap(use => findingsOf(use, subject, branches));
  },
};

type Branches = ReadonlyMap<string, ReadonlySet<string>>;

const branchesOf = ({steps}: Runbook): Branches =>
  new Map(
    [...allSteps(steps)].flatMap(step =>
      step.kind === 'decision' ? [[step.id, new Set(step.branches.map(({name}) => name))] as const] : [],
    ),
  );

const findingsOf = (use: Use, {runbook, document}: Subject, branches: Branches): readonly Finding[] =>
  expressionsIn(use).flatMap(({expression, offset}) => {
    const {compared, given} = textsOf(expression);
    const chosen = choosesIn(use, branches);
    return [
      ...compared.flatMap(text => problem(text, valuesAt(text.path, runbook, branches))),
      ...(chosen === undefined
        ? []
        : given.flatMap(text => problem(text, {what: 'there is no branch', values: chosen}))),
    ].map(({from, to, ...finding}) => ({
      ...finding,
      span: document.spanWithin(use.path, {from: from + offset, to: to + offset, text: use.source}),
    }));
  });

type Known = {
  readonly what: string;
  readonly values: ReadonlySet<string>;
  /** What people say instead, by their word in small letters. */
  readonly meant?: ReadonlyMap<string, string>;
};

type Problem = Omit<Finding, 'span'> & Pick<LiteralText, 'from' | 'to'>;

const problem = ({text, from, to}: LiteralText, known: Known | undefined): readonly Problem[] =>
  known === undefined || known.values.has(text)
    ? []
    : [
        {
          message: `${known.what} "${text}"`,
          hint: meant(text, known),
          from,
          to,
        },
      ];

const meant = (text: string, {values, meant: words}: Known): Hint => {
  const word = words?.get(text.toLowerCase());
  return word === undefined
    ? meantOr(text, () => values, 'name one of those that there are')
    : `did you mean "${word}"?`;
};

/** All that can ever be read there, where that is a closed list. */
const valuesAt = (path: readonly string[], {inputs}: Runbook, branches: Branches): Known | undefined => {
  const [root, name = '', member] = path;
  if (root === 'steps' && member === 'choice') {
    const values = branches.get(name);
    return values && {what: `decision "${name}" has no branch`, values};
  }
  if (root === 'steps' && member === 'status') {
    return {what: 'no step ever has the status', values: statuses, meant: meantStatuses};
  }
  if (root === 'steps' && member === 'outcome') {
    return {what: 'no runbook ever ends as', values: ends};
  }
  if (root === 'run' && name === 'mode') {
    return {what: 'no run is ever in the mode', values: modes};
  }
  const input = root === 'inputs' && path.length === 2 ? inputs[name] : undefined;
  return input?.type === 'choice' && Array.isArray(input.of)
    ? {what: `input "${name}" has no value`, values: new Set(input.of.map(String))}
    : undefined;
};

const statuses: ReadonlySet<string> = new Set(stepStatuses);
const ends: ReadonlySet<string> = new Set(outcomes);
const modes: ReadonlySet<string> = new Set(runModes);

const meantStatuses: ReadonlyMap<string, string> = new Map([
  ...['done', 'ok', 'success', 'successful', 'finished', 'completed', 'complete', 'passed'].map(
    word => [word, 'succeeded'] as const,
  ),
  ...['error', 'failure', 'fail', 'broken'].map(word => [word, 'failed'] as const),
  ['active', 'running'],
  ['not_applicable', 'not-applicable'],
  ['not_reached', 'not-reached'],
]);

/** The branches between which the expression itself chooses. */
const choosesIn = ({path, step}: Use, branches: Branches): ReadonlySet<string> | undefined => {
  const [kind, field] = path.slice(-2);
  return kind === 'decision' && (field === 'choose' || field === 'propose') ? branches.get(step ?? '') : undefined;
};
