/** One step of a dry run as a person reads it: what happens if the run comes here. */
import {showForeignLine} from '../base/foreign-text.ts';
import {retryWords} from '../base/retries.ts';
import type {ForetoldStep} from '../run/dry-run.ts';
import {
  actionLines,
  conditionWords,
  dependsWords,
  estimateWords,
  failureWords,
  indented,
  orHeld,
  probeLines,
  problemLines,
  promptLines,
  valueWords,
} from './dry-run-parts.ts';
import {spokenDuration} from './spoken-duration.ts';
import {effectWords, outcomeWords, pointOfNoReturnWords} from './words.ts';

/** What the whole run is held against; what is used up already counts in every total. */
export type Against = {readonly rtoMs: number | null; readonly usedMs: number | null; readonly stop: string};

/** All that is said of a step below its title. */
export const stepLines = (step: ForetoldStep, against: Against): readonly string[] => [
  ...conditions(step),
  ...natureOf(step),
  ...timeOf(step, against),
  ...(step.why === undefined ? [] : [`Why: ${showForeignLine(step.why)}`]),
  ...(step.danger === undefined ? [] : [`DANGER: ${showForeignLine(step.danger)}`]),
  ...problemLines(step.problems),
  ...confirmed(step),
  ...probes('Must hold before it begins, and again just before the effect:', step.requires),
  ...asked(step),
  ...(step.action ? orHeld(step.action, actionLines) : []),
  ...(step.expect === undefined ? [] : [`It succeeds when: ${showForeignLine(step.expect)}`]),
  ...waiting(step),
  ...values(step),
  ...probes('It has succeeded only when this passes:', step.verify),
  ...probes('Where nobody knows how it ended, this tells whether it is done:', step.doneWhen),
  ...undone(step),
  ...leads(step),
];

const conditions = ({when, isLeftOut}: ForetoldStep): readonly string[] => {
  const told = when ? [`Only when ${showForeignLine(when.expression)}: ${conditionWords(when)}.`] : [];
  return isLeftOut ? [...told, 'LEFT OUT, as far as can be told now.'] : told;
};

const natureOf = ({shape, effects, pointOfNoReturn, idempotent, role}: ForetoldStep): readonly string[] => {
  const isAction = shape === 'action';
  const says = [
    ...(isAction ? [effectWords[effects]] : []),
    ...(pointOfNoReturn ? [pointOfNoReturnWords] : []),
    ...(isAction && idempotent ? ['May be run again.'] : []),
    ...(role && shape !== 'instant' ? [`For ${role.role.replaceAll('_', ' ')}, ${showForeignLine(role.name)}.`] : []),
  ];
  return says.length === 0 ? [] : [says.join(' ')];
};

const timeOf = (step: ForetoldStep, against: Against): readonly string[] => {
  const {shape, kind, estimate, total} = step;
  if (shape === 'instant' && kind !== 'milestone') {
    return [];
  }
  const says = [
    ...(estimate.p90Ms > 0 ? [`Takes ${estimateWords(estimate)}.`] : []),
    ...(total === null ? [] : [totalWords(step, total, against)]),
  ];
  return says.length === 0 ? [] : [says.join(' ')];
};

/** Once the clock has stopped, time goes on and the objective does not. */
const totalWords = (
  {clockHasStopped, milestone}: ForetoldStep,
  {p50Ms, p90Ms}: NonNullable<ForetoldStep['total']>,
  {rtoMs, usedMs, stop}: Against,
): string => {
  const used = usedMs ?? 0;
  const so = {p50Ms: p50Ms + used, p90Ms: p90Ms + used};
  if (rtoMs === null || (clockHasStopped && milestone !== stop)) {
    return `Total ${estimateWords(so)}.`;
  }
  return `Total ${estimateWords(so)} of ${spokenDuration(rtoMs)}${so.p90Ms > rtoMs ? ', THE RTO IS AT RISK' : ''}.`;
};

const confirmed = ({confirmation}: ForetoldStep): readonly string[] =>
  confirmation ? orHeld(confirmation, name => [`Before it begins somebody types ${showForeignLine(name)}.`]) : [];

const probes = (heading: string, list: ForetoldStep['requires']): readonly string[] =>
  list.length === 0 ? [] : [heading, ...indented(list.flatMap(probeLines))];

const asked = ({prompt, isAnswered, kind, mustAck, chooses}: ForetoldStep): readonly string[] => [
  ...(prompt ? orHeld(prompt, promptLines) : []),
  ...(chooses
    ? [
        `The runbook chooses by ${showForeignLine(chooses.expression)}${chooses.dependsOn.length === 0 ? '' : `: ${dependsWords(chooses.dependsOn)}`}.`,
      ]
    : []),
  ...(mustAck ? ['Somebody says that they have heard it before the run goes on.'] : []),
  ...(isAnswered && kind !== 'decision' ? ['An answer is prepared.'] : []),
];

const waiting = ({check, wait, asserts}: ForetoldStep): readonly string[] => {
  if (check) {
    return probeLines(check);
  }
  if (asserts) {
    return [`Must be true: ${showForeignLine(asserts.expression)}: ${conditionWords(asserts)}.`];
  }
  if (!wait) {
    return [];
  }
  if ('forMs' in wait) {
    return [`Waits for ${spokenDuration(wait.forMs)}.`];
  }
  return 'until' in wait
    ? ['Waits until this passes:', ...indented(probeLines(wait.until))]
    : orHeld(wait.at, at => [`Waits until ${showForeignLine(at)}.`]);
};

const values = (step: ForetoldStep): readonly string[] => {
  const {told = {}, values: named = {}, gives, recoveryPoint, milestone, outcome} = step;
  const known = Object.keys(named);
  const others = gives.filter(name => !known.includes(name));
  return [
    ...Object.entries(told).map(([name, value]) => `It is told ${name} = ${valueWords(value)}`),
    ...Object.entries(named).map(([name, value]) => `${name} = ${valueWords(value)}`),
    ...(others.length === 0 ? [] : [`Gives ${others.join(', ')}.`]),
    ...(recoveryPoint === undefined ? [] : [`Data is then restored up to ${showForeignLine(recoveryPoint)}.`]),
    ...(milestone === undefined ? [] : [`Marks ${milestone.replaceAll('_', ' ')}.`]),
    ...(outcome === undefined ? [] : [`The run ends: ${outcomeWords[outcome]}.`]),
  ];
};

const undone = ({undo}: ForetoldStep): readonly string[] => {
  const says =
    undo &&
    orHeld(undo, taken => (taken.kind === 'instruction' ? [`| ${showForeignLine(taken.do)}`] : actionLines(taken)));
  return says ? ['It is undone by:', ...indented(says)] : [];
};

const leads = (step: ForetoldStep): readonly string[] => {
  const {onNoGo, retry, temporary, escalate, evidence = []} = step;
  return [
    ...(retry ? [`It is tried ${retryWords(retry)}.`] : []),
    ...(onNoGo ? [`On a no-go ${failureWords(onNoGo)}.`] : failureLines(step)),
    ...(temporary
      ? [`It leaves something behind until step ${temporary.liftedBy}, within ${spokenDuration(temporary.withinMs)}.`]
      : []),
    ...(escalate ? [`After ${spokenDuration(escalate.afterMs)} it goes to ${escalate.to.replaceAll('_', ' ')}.`] : []),
    ...evidence.map(what => `To be attached: ${showForeignLine(what)}`),
  ];
};

/** That a failure holds goes without saying. */
const failureLines = ({onFailure}: ForetoldStep): readonly string[] =>
  onFailure.do === 'hold' ? [] : [`If it fails, ${failureWords(onFailure)}.`];
