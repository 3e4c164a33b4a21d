/** Destructive steps without what makes them safe: a look, a gate, a way back, a drill, a named target. */
import {type Guarded, guardedSteps} from '../flow/dominance.ts';
import {isWithinKind} from '../flow/within-kind.ts';
import type {Finding, Rule, Subject} from '../rule.ts';

type Lack = {
  readonly message: string;
  readonly hint: string;
  /** How the hint goes on for a step in a repeat, where the round before has used up what was there. */
  readonly inRepeat?: string;
};

const found = (
  {runbook, flow, document, pathOf}: Subject,
  lacks: (guarded: Guarded) => boolean,
  {message, hint, inRepeat = ''}: Lack,
): readonly Finding[] =>
  guardedSteps(runbook, flow)
    .filter(lacks)
    .map(({step: {id}}) => ({
      message: `"${id}" is destructive, but ${message}`,
      span: document.valueSpan([...pathOf(id), 'effects']),
      hint: isWithinKind(pathOf(id), 'repeat') ? `${hint}${inRepeat}` : hint,
    }));

const unchecked: Rule = {
  code: 'destructive/unchecked',
  severity: 'error',
  why: 'What cannot be taken back is preceded by a look at the state that it will meet.',
  waivable: true,
  check: subject =>
    found(subject, ({isChecked}) => !isChecked, {
      message: 'nothing is checked before it',
      hint: 'give it requires, or put a check step before it, with no other destructive step between',
      inRepeat: ', in the same round',
    }),
};

const ungated: Rule = {
  code: 'destructive/ungated',
  severity: 'error',
  why: 'Somebody decides that it is done, knowing the target.',
  waivable: true,
  check: subject =>
    found(subject, ({isGated}) => !isGated, {
      message: 'nobody is asked before it',
      hint: 'give it confirm, or put an approval before it, with no other destructive step between',
      inRepeat: ', in the same round',
    }),
};

const noWayBack: Rule = {
  code: 'destructive/no-way-back',
  severity: 'error',
  why: 'An operator must know before the key is pressed whether there is a way back.',
  waivable: true,
  check: subject =>
    found(subject, ({step: {undo, pointOfNoReturn}}) => undo === undefined && !pointOfNoReturn, {
      message: 'it has no undo and is not marked as a point of no return',
      hint: 'give it an undo, or point_of_no_return: true',
    }),
};

const noDrill: Rule = {
  code: 'destructive/no-drill',
  severity: 'error',
  why: 'What it does in a drill must be a decision and not an accident.',
  waivable: true,
  check: subject => {
    const {document, pathOf} = subject;
    const isSaid = (id: string) => document.has([...pathOf(id), 'drill']) || document.has(['defaults', 'drill']);
    return found(subject, ({step: {id}}) => !isSaid(id), {
      message: 'nothing says what it does in a drill',
      hint: 'give it drill: run, simulate or skip, or defaults: {drill: run}',
    });
  },
};

const unnamedTarget: Rule = {
  code: 'destructive/no-target',
  severity: 'error',
  why: 'A drill refuses what is not of its lab, and the screen shows what will be hit; both need to be told.',
  waivable: true,
  check: subject =>
    found(subject, ({step: {kind, touches}}) => (kind === 'command' || kind === 'script') && touches.length === 0, {
      message: 'nothing says what it touches',
      hint: 'give it touches: the connections, paths and hosts that it changes',
    }),
};

export const destructiveRules: readonly Rule[] = [unchecked, ungated, noWayBack, noDrill, unnamedTarget];
