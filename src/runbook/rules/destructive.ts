/** Destructive steps without what makes them safe: a look, a gate, a way back, a drill, a named target. */
import type {FlowState} from '../flow-state.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';

type Lack = {readonly message: string; readonly hint: string};

const found = (
  subject: Subject,
  lacks: (step: Step, before: FlowState) => boolean,
  {message, hint}: Lack,
): readonly Finding[] =>
  [...allSteps(subject.runbook.steps)]
    .filter(step => {
      const before = subject.flow.before.get(step.id);
      return step.effects === 'destructive' && before !== undefined && lacks(step, before);
    })
    .map(step => ({
      message: `"${step.id}" is destructive, but ${message}`,
      span: subject.document.valueSpan([...subject.pathOf(step.id), 'effects']),
      hint,
    }));

const unchecked: Rule = {
  code: 'destructive/unchecked',
  severity: 'error',
  why: 'What cannot be taken back is preceded by a look at the state that it will meet.',
  waivable: true,
  check: subject =>
    found(subject, (step, before) => step.requires.length === 0 && !before.checked, {
      message: 'nothing is checked before it',
      hint: 'give it requires, or put a check step before it, with no other destructive step between',
    }),
};

const ungated: Rule = {
  code: 'destructive/ungated',
  severity: 'error',
  why: 'Somebody decides that it is done, knowing the target.',
  waivable: true,
  check: subject =>
    found(subject, (step, before) => step.confirm === undefined && !before.gated, {
      message: 'nobody is asked before it',
      hint: 'give it confirm, or put an approval before it, with no other destructive step between',
    }),
};

const noWayBack: Rule = {
  code: 'destructive/no-way-back',
  severity: 'error',
  why: 'An operator must know before the key is pressed whether there is a way back.',
  waivable: true,
  check: subject =>
    found(subject, ({undo, pointOfNoReturn}) => undo === undefined && !pointOfNoReturn, {
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
    const isSaid = ({id}: Step) => document.has([...pathOf(id), 'drill']) || document.has(['defaults', 'drill']);
    return found(subject, step => !isSaid(step), {
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
    found(subject, ({kind, touches}) => (kind === 'command' || kind === 'script') && touches.length === 0, {
      message: 'nothing says what it touches',
      hint: 'give it touches: the connections, paths and hosts that it changes',
    }),
};

export const destructiveRules: readonly Rule[] = [unchecked, ungated, noWayBack, noDrill, unnamedTarget];
