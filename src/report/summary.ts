/** The closing summary of a run: what `show`, the end of the plain face and the end of the screen all say. */

import {showForeignLine} from '../base/foreign-text.ts';
import type {TimeSplit} from '../run/activity.ts';
import {stepsInOrder} from '../run/blocks.ts';
import type {Actor, Mode, Outcome} from '../run/event.ts';
import {openDuties} from '../run/open-duties.ts';
import type {RunState} from '../run/state.ts';
import {type Timing, timing} from '../run/timing.ts';
import {challengeSentence, challengeToProve, challengeToSign} from './challenge-to-sign.ts';
import {clockLines} from './clock-lines.ts';
import {deadlineSentences} from './deadline-words.ts';
import {injectLines} from './drill-sentences.ts';
import {dutyWords} from './duty-words.ts';
import {type LeftBehind, type LeftStep, leftBehind} from './left-behind.ts';
import {degradedNotice} from './record-sentences.ts';
import {speakable} from './speakable.ts';
import {spokenDuration} from './spoken-duration.ts';
import {deviationWords, escalationWords, modeWords, outcomeWords, titleWords} from './words.ts';

export type Summary = {
  readonly run: string;
  readonly title: string;
  readonly mode: Mode;
  /** Null while the run is open. */
  readonly outcome: Outcome | null;
  /** Why and by whom it was ended before its time. */
  readonly ending: {readonly reason: string; readonly by: string} | null;
  readonly leftBehind: LeftBehind;
  readonly timing: Timing;
  /** What is to be known of the clocks that it was measured with. */
  readonly clocks: readonly string[];
  readonly deviations: readonly {
    readonly kind: string;
    readonly step: string;
    readonly reason: string;
    readonly by: string;
  }[];
  /** What the drill's judge found; null where nobody judged. */
  readonly judgement: {
    readonly passed: boolean;
    readonly partial: boolean;
    readonly findings: readonly {readonly name: string; readonly ok: boolean; readonly detail: string}[];
  } | null;
  /** Of a drill with injects: that there are some, or which they were. */
  readonly injects: readonly string[];
  readonly journal: string | null;
  /** The record goes on beside a file that failed, and where; null where it is whole. */
  readonly degraded: string | null;
  /** A part of it stands in another directory. */
  readonly isAway: boolean;
  readonly head: string | null;
  /** Where a go is asked for, or `of` somebody whose typed name gave it: what the approver signs. */
  readonly challenges: readonly {readonly step: string; readonly challenge: string; readonly of?: string}[];
  /** Who was called to which step, oldest first. */
  readonly escalations: readonly {readonly step: string; readonly words: string}[];
  /** What must still go, by whom and by when. */
  readonly duties: readonly string[];
  /** Deadlines that nobody has acknowledged, and those that passed before somebody did. */
  readonly deadlines: readonly string[];
  /** The runbook that is proposed now. */
  readonly next: string | null;
  /** Files that people attached, as they are called in the record. */
  readonly evidence: readonly string[];
  /** Steps that wait for somebody while the run is open. */
  readonly stuck: readonly {readonly step: string; readonly status: string; readonly reason: string}[];
};

export type SummaryContext = {
  readonly nowMs: number;
  /** The path of the journal, to be printed as it is. */
  readonly journal?: string;
  /** The four words of the journal's head. */
  readonly head?: string;
};

/** Gathers what is to be said about a run, open or over. */
export const summarise = (state: RunState, {nowMs, journal, head}: SummaryContext): Summary => ({
  run: state.run,
  title: titleWords(state.outline.title, state.variant),
  mode: state.mode,
  outcome: state.outcome,
  ending: state.ending ? {reason: state.ending.reason, by: byWords(state.ending.actor)} : null,
  leftBehind: leftBehind(state),
  timing: timing(state, nowMs),
  clocks: clockLines(state),
  deviations: state.deviations.map(({kind, step, reason, actor}) => ({
    kind: deviationWords[kind],
    step,
    reason,
    by: actor.name,
  })),
  judgement: state.findings
    ? {passed: state.findings.passed, partial: state.findings.partial, findings: state.findings.list}
    : null,
  injects: injectLines(state.injects),
  journal: journal ?? null,
  degraded: state.degraded ? degradedNotice(state.degraded) : null,
  isAway: state.degraded?.where === 'fallback' || state.degraded?.where === 'volatile',
  head: head === undefined || head === '' ? null : head,
  challenges: stepsInOrder(state).flatMap(step => {
    if (state.status === 'ended') {
      return [];
    }
    const challenge = challengeToSign(state, step);
    const given = challengeToProve(state, step);
    return [
      ...(challenge === undefined ? [] : [{step: step.path, challenge}]),
      ...(given === undefined ? [] : [{step: step.path, ...given}]),
    ];
  }),
  escalations: stepsInOrder(state).flatMap(({path, escalations = []}) =>
    escalations.map(one => ({step: path, words: escalationWords(one)})),
  ),
  duties: openDuties(state).map(duty => dutyWords(state, duty)),
  deadlines: deadlineSentences(state, nowMs),
  next: state.status === 'ended' ? (state.outline.next ?? null) : null,
  evidence: state.evidence.map(({file}) => file),
  stuck: stepsInOrder(state).flatMap(({path, status, reason}) =>
    state.status !== 'ended' && (status === 'held' || status === 'unknown')
      ? [{step: path, status, reason: reason ?? 'no reason was recorded'}]
      : [],
  ),
});

/** The summary as sentences, one a line; the first says how it ended. Foreign text in it is made harmless. */
export const summaryLines = (summary: Summary): readonly string[] =>
  [
    outcomeLine(summary),
    ...(summary.ending === null ? [] : [`Ended ${summary.ending.by}: ${summary.ending.reason}.`]),
    ...leftLines(summary.leftBehind),
    ...judgementLines(summary),
    ...summary.injects,
    recoveryTimeLine(summary.timing),
    ...recoverySplitLines(summary.timing),
    ...toleratedLines(summary.timing),
    dataLossLine(summary.timing),
    splitLine(summary.timing),
    ...summary.clocks,
    ...deviationLines(summary),
    ...summary.stuck.map(({step, status, reason}) => `Step ${step} is ${status}: ${reason}.`),
    ...summary.challenges.map(
      ({step, challenge, of}) =>
        `${of === undefined ? `Step ${step} waits for a go.` : `The go of ${of} in step ${step} is not proven.`} ${challengeSentence(challenge)}`,
    ),
    ...summary.escalations.map(({step, words}) => `Step ${step}: ${words}.`),
    ...summary.duties,
    ...summary.deadlines,
    ...(summary.next === null ? [] : [`Next: lifeboat ${summary.mode === 'drill' ? 'drill' : 'run'} ${summary.next}`]),
    ...(summary.evidence.length === 0 ? [] : [`Evidence: ${summary.evidence.join(', ')}.`]),
    ...(summary.head === null ? [] : [`Head of the record: ${summary.head}.`]),
    ...degradedLines(summary),
    ...(summary.journal === null ? [] : [`Journal: ${summary.journal}`]),
  ].map(line => speakable(showForeignLine(line)));

const outcomeLine = ({mode, outcome, title}: Summary): string => {
  const what = `${modeWords[mode]} ${title}`;
  return outcome === null ? `${what}: still open.` : `${what}: ${outcomeWords[outcome]}.`;
};

const byWords = ({name, via}: Actor): string => (via === 'engine' ? 'by the runbook' : `by ${name}`);

const degradedLines = ({degraded, isAway, run}: Summary): readonly string[] =>
  degraded === null ? [] : [`${degraded}.`, ...(isAway ? [`Bring it home with: lifeboat resume ${run}`] : [])];

/** Nothing of it is undone by itself, so whoever reads this has to know of it. */
const leftLines = ({changed, notTidied}: LeftBehind): readonly string[] => [
  ...listLines('Left as these steps made it; nothing undoes it by itself:', changed),
  ...listLines('Nobody has tidied up; these steps were not carried out:', notTidied),
];

const listLines = (heading: string, steps: readonly LeftStep[]): readonly string[] =>
  steps.length === 0 ? [] : [heading, ...steps.map(({step, title, says}) => `  ${step}, ${title}: ${says}`)];

const judgementLines = ({judgement}: Summary): readonly string[] => {
  if (judgement === null) {
    return [];
  }
  const passed = judgement.partial
    ? 'The drill passed in part: a destructive step was only simulated.'
    : 'The drill passed.';
  return [
    judgement.passed ? passed : 'The drill did NOT pass.',
    ...judgement.findings.map(
      ({name, ok, detail}) => `  ${ok ? 'passed' : 'FAILED'}: ${name}${detail === '' ? '' : ` (${detail})`}`,
    ),
  ];
};

const recoveryTimeLine = ({rtoMs, rtaMs, rtoUsedMs, rtoMet}: Timing): string => {
  const objective = rtoMs === null ? 'no RTO is set' : `RTO ${spokenDuration(rtoMs)}`;
  if (rtoUsedMs === null) {
    return `Recovery time: not measured, because nobody has said when it began; ${objective}.`;
  }
  const verdict = rtoMet === null ? '' : rtoMet ? ', met' : ', MISSED';
  return rtaMs === null
    ? `Recovery time: ${spokenDuration(rtoUsedMs)} and the clock has not been stopped; ${objective}${verdict}.`
    : `Recovery time: RTA ${spokenDuration(rtaMs)}; ${objective}${verdict}.`;
};

const toleratedLines = ({tolerated}: Timing): readonly string[] => {
  if (tolerated === undefined) {
    return [];
  }
  const {mtpdMs, lastedMs, met} = tolerated;
  const lasted = lastedMs === null ? 'nobody has said when it began' : spokenDuration(lastedMs);
  return [`Disruption: ${lasted}; MTPD ${spokenDuration(mtpdMs)}${met === null ? '' : met ? ', met' : ', MISSED'}.`];
};

const dataLossLine = ({rpoMs, rpaMs, rpoMet}: Timing): string => {
  const objective = rpoMs === null ? 'no RPO is set' : `RPO ${spokenDuration(rpoMs)}`;
  const verdict = rpoMet === null ? '' : rpoMet ? ', met' : ', MISSED';
  return rpaMs === null
    ? `Data loss: not measured; ${objective}.`
    : `Data loss: RPA ${spokenDuration(rpaMs)}; ${objective}${verdict}.`;
};

/** Where the time went is said once: of the recovery time where that was measured, else of the run. */
const splitLine = ({split, rtaSplit, elapsedMs}: Timing): string => {
  const parts = rtaSplit === null ? partsOf(split) : '';
  return `The run took ${spokenDuration(elapsedMs ?? 0)}${parts === '' ? '' : `: ${parts}`}.`;
};

const recoverySplitLines = ({rtaSplit}: Timing): readonly string[] =>
  rtaSplit === null ? [] : [`  Of it: ${partsOf(rtaSplit)}.`];

const partsOf = (split: TimeSplit & {readonly before?: number}): string =>
  (
    [
      ['before the run', split.before ?? 0],
      ['machines', split.machine],
      ['hands', split.handsOn],
      ['approval', split.approval],
      ['decisions', split.information],
      ['held or between steps', split.held],
    ] as const
  )
    .filter(([, ms]) => ms > 0)
    .map(([name, ms]) => `${name} ${spokenDuration(ms)}`)
    .join(', ');

const deviationLines = ({deviations}: Summary): readonly string[] =>
  deviations.length === 0
    ? ['Deviations: none.']
    : [
        `Deviations: ${deviations.length}.`,
        ...deviations.map(
          ({kind, step, reason, by}) => `  ${step === '' ? 'the runbook' : step}: ${kind} by ${by}: ${reason}`,
        ),
      ];
