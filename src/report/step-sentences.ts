/** What a fact about a step says, in sentences. */
import {showForeignLine} from '../base/foreign-text.ts';
import {isDetour} from '../run/about-step.ts';
import type {Actor, Fact, StepFact, Then} from '../run/event.ts';
import {gapIn} from '../run/shown.ts';
import type {RunState, StepState} from '../run/state.ts';
import {actionSentences} from './action-sentences.ts';
import {aftermath} from './aftermath.ts';
import {detourSentences} from './detour-sentences.ts';
import {groupSentences} from './group-sentences.ts';
import {effectSentences, questionSentences} from './question-sentences.ts';
import {spokenDuration} from './spoken-duration.ts';
import {stepName} from './step-name.ts';
import {troubleSentences} from './stuck-sentences.ts';
import {eventName, missingOutput, timeOfDay} from './words.ts';

type StepFactAt = Extract<Fact, StepFact>;

export const stepSentences = (fact: StepFactAt, state: RunState): readonly string[] => [
  ...sentencesOf(fact, state),
  ...missingSentences(fact),
];

/** Facts that end an attempt say what became of its output. */
const missingSentences = (fact: StepFactAt): readonly string[] => {
  const words = 'outputLost' in fact || 'output' in fact ? missingOutput(gapIn(fact)) : undefined;
  return words === undefined ? [] : [words];
};

const sentencesOf = (fact: StepFactAt, state: RunState): readonly string[] => {
  const step = state.steps.get(fact.step);
  const name = stepName(state, fact.step);
  const by = byWhom(fact.actor);
  if (isDetour(fact)) {
    return detourSentences(fact, {name, by});
  }
  switch (fact.type) {
    case 'not-applicable':
      return [`${name}: does not apply here.`];
    case 'asked':
      return [`${name}: waits for a person.`, ...questionSentences(fact, state)];
    case 'ticked':
      return [`${name}: item ${fact.index + 1} is ticked${by}: ${itemOf(step, fact.index)}.`];
    case 'confirmed':
      return [`${name}: confirmed${by} by typing ${shown(fact.value)}.`];
    case 'approved':
      return [`${name}: approved by ${shown(fact.by)} ${inRole(fact.role)}${proofs[fact.proof]}.`];
    case 'revealed':
      return [`${name}: ${shown(fact.name)} was shown${by}, for 30 seconds.`];
    case 'expired':
      return [`${name}: nobody has answered in time; it is asked again.`];
    case 'listed':
    case 'opened':
    case 'picked':
    case 'round-ended':
    case 'file-ended':
      return groupSentences(fact, {step, name, by});
    case 'chosen':
      return [`${name}: "${shown(branchTitle(step, fact.branch))}" was chosen${by}${because(fact.reason)}.`];
    case 'began':
      return began(fact, step, name);
    case 'spawned':
      return [];
    case 'stop-requested':
      return [`${name}: is being stopped${by}: ${shown(fact.reason)}.`];
    case 'performed':
      return step?.outline.verify.length ? [`${name}: the work ended and is being checked.`] : [];
    case 'probed':
      return [checkSentence(fact)];
    case 'succeeded':
      return succeeded(fact, {step, name, state});
    case 'backfilled':
      return byHand(fact, {step, name, state});
    case 'failed':
      return [
        `${name}: ${fact.rejected ? 'NO-GO' : 'FAILED'}${by}: ${shown(fact.reason)}. ${nextWords(fact.then, step)}`,
        ...(fact.then.do === 'hold' && step ? troubleSentences(step) : []),
      ];
    case 'unknown':
      return [`${name}: OUTCOME UNKNOWN: ${shown(fact.cause)}. It may have happened or not; nobody guesses.`];
    case 'resolved':
      return [
        `${name}: the unknown outcome was settled ${fact.by === 'probe' ? 'by a check' : by.trim()} as ${resolutions[fact.as]}: ${shown(fact.reason)}.`,
      ];
    case 'retried':
      return [`${name}: is tried again${by}${because(fact.reason)}.`];
    case 'skipped':
      return [`${name}: SKIPPED${by}: ${shown(fact.reason)}.`];
    case 'overridden':
      return [`${name}: OVERRIDDEN, counts as done${by}: ${shown(fact.reason)}.`];
  }
};

const itemOf = (step: StepState | undefined, index: number): string =>
  shown(step?.prompt?.checklist?.[index] ?? '').replace(/[.]$/, '');

const byHand = (fact: Extract<Fact, {type: 'backfilled'}>, {step, name, state}: Place): readonly string[] => [
  `${name}: done by hand by ${shown(fact.by)}${fact.text === undefined ? '' : `: ${shown(fact.text)}`}.`,
  ...recoveredTo(fact.recoveryPoint),
  ...measured(step, state),
];

/** A confirmation has shown already what will run; everything else shows it here. */
const began = (fact: Extract<Fact, {type: 'began'}>, step: StepState | undefined, name: string): readonly string[] => [
  `${name}: began${fact.attempt > 1 ? `, attempt ${fact.attempt}` : ''}${fact.simulated ? ', simulated' : ''}.`,
  ...(step?.prompt?.kind === 'confirmation' ? [] : aboutAction(fact, step)),
];

/** Why, what exactly, and what it does to the world: all that stands beside it on the screen. */
const aboutAction = (
  {shown: action}: Extract<Fact, {type: 'began'}>,
  step: StepState | undefined,
): readonly string[] => {
  const {why, danger} = step?.outline ?? {};
  const isChange = step?.outline.effects === 'write' || step?.outline.effects === 'destructive';
  return [
    ...(why === undefined ? [] : [`Why: ${shown(why.trim())}`]),
    ...(danger === undefined ? [] : [`Not to be confused: ${shown(danger.trim())}`]),
    ...actionSentences(action),
    ...(step && isChange && step.outline.shape === 'action' ? effectSentences(step) : []),
  ];
};

const checkSentence = ({name, ok, detail}: Extract<Fact, {type: 'probed'}>): string =>
  `Check ${shown(name)} ${ok ? 'passed' : 'has not passed yet'}${detail === '' ? '' : `: ${shown(detail)}`}.`;

type Place = {readonly step: StepState | undefined; readonly name: string; readonly state: RunState};

const succeeded = (fact: Extract<Fact, {type: 'succeeded'}>, {step, name, state}: Place): readonly string[] => {
  const {startedAtMs, finishedAtMs, outline, waitingMs = 0} = step ?? {};
  const took =
    startedAtMs === undefined || finishedAtMs === undefined || outline?.shape === 'instant'
      ? ''
      : ` after ${spokenDuration(finishedAtMs - startedAtMs)}`;
  const waited =
    outline?.shape === 'action' && waitingMs >= 1_000
      ? `, of which a person was waited for ${spokenDuration(waitingMs)}`
      : '';
  return [
    `${name}: done${byWhom(fact.actor)}${took}${waited}.`,
    ...given(fact, step),
    ...results(fact, step),
    ...measured(step, state),
    ...(fact.milestone === undefined ? [] : [`Milestone reached: ${fact.milestone.replaceAll('_', ' ')}.`]),
    ...recoveredTo(fact.recoveryPoint),
  ];
};

const recoveredTo = (point: string | undefined): readonly string[] =>
  point === undefined ? [] : [`Data is restored up to ${timeOfDay(Date.parse(point))} UTC.`];

/** What a person gave, as it counts from now on: `20m ago` has become a time by then. A secret is in no fact. */
const given = (
  {outputs, actor}: Extract<Fact, {type: 'succeeded'}>,
  step: StepState | undefined,
): readonly string[] => {
  const value = step?.outline.kind === 'input' ? outputs?.value : undefined;
  if (value === undefined) {
    return [];
  }
  const text = value === null ? 'nothing' : shown(typeof value === 'string' ? value : JSON.stringify(value));
  return [`The value${byWhom(actor)}: ${text}`];
};

/** What it gave to those that come after it; a secret is in no fact. */
const results = ({outputs = {}}: Extract<Fact, {type: 'succeeded'}>, step: StepState | undefined): readonly string[] =>
  step?.outline.kind === 'input'
    ? []
    : Object.entries(step?.outputs ?? outputs).map(
        ([name, value]) => `It gave ${name} = ${shown(JSON.stringify(value))}`,
      );

/** The clock may have moved by this: whoever watches has to know why. */
const measured = (step: StepState | undefined, {events}: RunState): readonly string[] =>
  Object.values(step?.outline.measures ?? {}).flatMap(event => {
    const marked = events.get(event);
    return marked?.source === 'probe'
      ? [`${eventName(event)} was at ${timeOfDay(marked.atMs)} UTC, as measured here; the clock counts with that.`]
      : [];
  });

/** Who did it, where that was a person or a robot; the engine's own acts need no name. */
const byWhom = ({name, via}: Actor): string =>
  via === 'engine' ? '' : via === 'robot' ? ` by the robot ${shown(name)}` : ` by ${shown(name)}`;

const because = (reason: string | undefined): string => (reason === undefined ? '' : `, because ${shown(reason)}`);

/** An empty role: the question names other people. */
const inRole = (role: string): string =>
  role === '' ? 'whom the question does not name' : `as ${role.replaceAll('_', ' ')}`;

const proofs = {
  signature: ', proven by a signature',
  typed: ', a typed name that proves nothing',
  robot: ', a robot',
} as const;

const resolutions = {done: 'done', again: 'not done, to be run again', failed: 'failed'} as const;

const branchTitle = (step: StepState | undefined, name: string): string =>
  step?.outline.branches?.find(branch => branch.name === name)?.title ?? name;

const nextWords = (then: Then, step: StepState | undefined): string => {
  switch (then.do) {
    case 'leave':
      return 'Its item is given up, and the others go on, as the runbook says.';
    case 'hold': {
      const proposed =
        then.undoTo === undefined ? '' : ` The runbook proposes to undo everything back to ${then.undoTo}.`;
      return `The run is held${step ? `; ${aftermath(step)}` : ''}.${proposed}`;
    }
    case 'continue':
      return 'The run goes on, as the runbook says.';
    case 'abort':
      return 'The run is aborted, as the runbook says.';
    case 'retry':
      return `It is tried again at ${timeOfDay(Date.parse(then.notBefore))} UTC.`;
    case 'goto':
      return `The run goes on at ${then.step}, as the runbook says.`;
  }
};

const shown = showForeignLine;
