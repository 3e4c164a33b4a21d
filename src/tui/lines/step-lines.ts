/** The step in focus: title and place, why, what exactly, what can be undone, how it went, what it printed last. */

import {formatClockMs, formatDurationMs} from '../../base/duration.ts';
import {placeOnPage} from '../../report/step-name.ts';
import {
  dayAndTime,
  effectWords,
  missingOutput,
  paperTimes,
  pointOfNoReturnWords,
  statusWords,
  timeOfDay,
} from '../../report/words.ts';
import type {Ghost} from '../../run/ghost.ts';
import type {StepState} from '../../run/state.ts';
import {apart, blank, type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import {type Moment, statusAt} from '../moment.ts';
import {toneOf} from '../theme.ts';
import {actionLines} from './action-lines.ts';
import {ghostName, ghostTime, shortTime} from './ghost-words.ts';
import {reasonLinesMax} from './stuck-lines.ts';

/** Title and place: always in sight, whatever is scrolled below. */
export const stepTitleLines = (moment: Moment, step: StepState, {width, glyphs}: Look): readonly Line[] => {
  const status = statusAt(moment, step);
  const {number, total, items} = placeOnPage(moment.state, step.path);
  // Which item it is about comes first: in a narrow pane the heading is what can be missed.
  const place = [`step ${number} of ${total}`, ...items].join(` ${glyphs.separator} `);
  const attempt = step.attempt > 1 ? `, attempt ${step.attempt}` : '';
  const heading = step.outline.heading === undefined ? '' : ` ${glyphs.separator} ${step.outline.heading}`;
  return [
    apart(
      [{text: `${glyphs.marks[status]} `, tone: toneOf(status)}, ...say(step.outline.title, 'strong')],
      say(statusWords[status], toneOf(status)),
      width,
    ),
    apart(say(`${place}${attempt}${heading}`, 'quiet'), say(timeText(step, moment)), width),
  ];
};

/** The time of it, of its target or estimate, and what it took last time. */
const timeText = (step: StepState, {nowMs, ghost}: Moment): string => {
  const {startedAtMs, finishedAtMs, outline, path, status} = step;
  if (status === 'not-applicable' || status === 'not-reached') {
    return '';
  }
  const isEstimate = outline.targetMs === undefined;
  const targetMs = outline.targetMs ?? (outline.estimate.p50Ms > 0 ? outline.estimate.p50Ms : undefined);
  const target = targetMs === undefined ? undefined : `${isEstimate ? '~' : ''}${shortTime(targetMs)}`;
  const last = ghostTime(ghost, path);
  const now =
    startedAtMs === undefined
      ? (target ?? '')
      : `${formatClockMs((finishedAtMs ?? nowMs) - startedAtMs)}${finishedAtMs === undefined && target !== undefined ? ` of ${target}` : ''}`;
  return [now, ...(last === undefined ? [] : [`last ${last}`])].filter(text => text !== '').join(', ');
};

/**
 * What there is to know; scrollable. Whoever is asked sees first what exactly would be done, and whoever stands before a
 * failure why it failed and what the author knows about that: above the ways out there is room for a few lines only.
 */
export const stepLines = (moment: Moment, step: StepState, look: Look): readonly Line[] =>
  sections([...sectionsOf(step, moment, look), lastTimeLines(moment.ghost, step, look)]);

const sectionsOf = (step: StepState, moment: Moment, look: Look): readonly (readonly Line[])[] => {
  if (hasGoneWrong(step)) {
    return afterFailure(step, look);
  }
  return isOver(step) ? afterwards(step, look) : beforeAndWhile(step, moment, look);
};

/** A line of air before each that says something. */
export const sections = (all: readonly (readonly Line[])[]): readonly Line[] =>
  all.filter(lines => lines.length > 0).flatMap(lines => [blank, ...lines]);

const lastTimeLines = (ghost: Ghost | undefined, {path, outline}: StepState, {width}: Look): readonly Line[] => {
  const words = [
    ...(ghost?.steps.has(path) ? [`The last time was the ${ghostName(ghost)}.`] : []),
    ...(outline.learntFrom === undefined ? [] : [`Its estimate is from ${outline.learntFrom} runs.`]),
  ];
  return words.length === 0 ? [] : paragraph(words.join(' '), {width, tone: 'quiet'});
};

const hasGoneWrong = ({status}: StepState): boolean => status === 'held' || status === 'failed' || status === 'unknown';

const isOver = ({status}: StepState): boolean => {
  switch (status) {
    case 'succeeded':
    case 'rejected':
    case 'skipped':
    case 'overridden':
    case 'left':
    case 'undone':
    case 'not-applicable':
    case 'not-reached':
      return true;
    default:
      return false;
  }
};

/** What came of it first: that is why anybody looks at a step that is over. */
const afterwards = (step: StepState, look: Look): readonly (readonly Line[])[] => [
  reasonLines(step, look),
  lostLines(step, look),
  resultLines(step, look),
  whyLines(step, look),
  actionLines(step.shown, look),
  consequenceLines(step, look),
  dangerLines(step, look),
];

const beforeAndWhile = (step: StepState, moment: Moment, look: Look): readonly (readonly Line[])[] => [
  ...(step.status === 'awaiting'
    ? [actionLines(step.shown, look), whyLines(step, look)]
    : [
        reasonLines(step, look),
        countdownLines(step, moment, look),
        whyLines(step, look),
        actionLines(step.shown, look),
        consequenceLines(step, look),
      ]),
  dangerLines(step, look),
  lostLines(step, look),
];

const afterFailure = (step: StepState, look: Look): readonly (readonly Line[])[] => [
  reasonLines(step, look),
  lostLines(step, look),
  troubleLines(step, look),
  dangerLines(step, look),
  whyLines(step, look),
  actionLines(step.shown, look),
  consequenceLines(step, look),
  resultLines(step, look),
];

/** Until when a wait lasts, and how long that still is. */
const countdownLines = ({until, status}: StepState, {nowMs}: Moment, {width}: Look): readonly Line[] => {
  if (until === undefined || status !== 'running') {
    return [];
  }
  const atMs = Date.parse(until);
  const left = `${formatClockMs(Math.max(0, atMs - nowMs))} left`;
  return paragraph(`It waits until ${dayAndTime(atMs, nowMs)} UTC: ${left}.`, {width, tone: 'active'});
};

const whyLines = ({outline: {why}}: StepState, {width}: Look): readonly Line[] =>
  why === undefined ? [] : paragraph(why.trim(), {width});

/** What the step does to the world and whether there is a way back; the confirmation says it beside its question. */
export const consequenceLines = ({outline, shown, status}: StepState, {width}: Look): readonly Line[] => {
  if (
    outline.shape !== 'action' ||
    status === 'not-applicable' ||
    status === 'not-reached' ||
    (status === 'pending' && shown === undefined && outline.effects === 'read')
  ) {
    return [];
  }
  const {effects, hasUndo, pointOfNoReturn} = outline;
  const isChange = effects === 'write' || effects === 'destructive';
  const back = hasUndo ? ' The runbook says how to undo it.' : isChange && !pointOfNoReturn ? ' It has no undo.' : '';
  return [
    ...paragraph(`${effectWords[effects]}${back}`, {width, tone: effects === 'destructive' ? 'bad' : 'plain'}),
    ...(pointOfNoReturn ? paragraph(pointOfNoReturnWords, {width, tone: 'bad'}) : []),
  ];
};

/** A look-alike that must not be used: said before, not after. */
const dangerLines = ({outline}: StepState, {width}: Look): readonly Line[] =>
  outline.danger === undefined ? [] : paragraph(`Not to be confused: ${outline.danger.trim()}`, {width, tone: 'bad'});

/** What the author knows about it going wrong. */
const troubleLines = ({outline}: StepState, {width}: Look): readonly Line[] =>
  (outline.troubleshoot ?? []).flatMap(({symptom, check, then}) =>
    paragraph(`${symptom}?${check === undefined ? '' : ` To make sure: ${check}.`} ${then}`, {width}),
  );

/** Held and unknown say their reason in the question, as long as it is short. */
const reasonLines = ({status, reason, then}: StepState, {width}: Look): readonly Line[] => {
  if (status === 'ready' && then?.do === 'retry') {
    const again = `It is tried again at ${timeOfDay(Date.parse(then.notBefore))} UTC.`;
    return paragraph(`Failed: ${reason ?? 'no reason was recorded'}. ${again}`, {width, tone: 'warn'});
  }
  if (reason === undefined || status === 'succeeded' || status === 'awaiting' || status === 'undoing') {
    return [];
  }
  const isAgain = status === 'running' || status === 'verifying' || status === 'ready';
  const lines = paragraph(`${isAgain ? 'The attempt before failed' : 'Reason'}: ${reason}`, {
    width,
    tone: isAgain ? 'warn' : toneOf(status),
  });
  const isInQuestion = (status === 'held' || status === 'unknown') && lines.length <= reasonLinesMax;
  return isInQuestion ? [] : lines;
};

const lostLines = (step: StepState, {width}: Look): readonly Line[] => {
  const missing = missingOutput(step.outputGap);
  return missing === undefined ? [] : paragraph(missing, {width, tone: 'bad'});
};

const resultLines = (
  {outputs, finishedAtMs, startedAtMs, actor, choice, waitingMs, paper}: StepState,
  {width}: Look,
): readonly Line[] => {
  if (finishedAtMs === undefined) {
    return [];
  }
  const took = startedAtMs === undefined ? '' : `Took ${formatDurationMs(finishedAtMs - startedAtMs)}`;
  const waited = waitingMs > 0 ? `, of which a person was waited for ${formatDurationMs(waitingMs)}` : '';
  const by =
    actor === undefined || actor.via === 'engine'
      ? ''
      : `; by ${actor.name}${actor.via === 'robot' ? ' (a robot)' : ''}`;
  return [
    ...(choice === undefined ? [] : say1(`Chosen: ${choice}`)),
    ...Object.entries(outputs ?? {}).flatMap(([name, value]) =>
      paragraph(`${name} = ${JSON.stringify(value)}`, {width}),
    ),
    ...(took === '' ? [] : paragraph(`${took}${waited}${by}.`, {width, tone: 'quiet'})),
    // Only paper speaks for it: whoever looks at the step sees that, not only whoever lists the deviations.
    ...(paper === undefined ? [] : paragraph(`Done ${paperTimes(paper)}.`, {width})),
  ];
};

const say1 = (text: string): readonly Line[] => [say(text)];

/** The last lines that fit of what the attempt printed, each behind our gutter so that it cannot pass for ours. */
export const outputLines = (printed: readonly string[], height: number, {width, glyphs}: Look): readonly Line[] => {
  if (printed.length === 0 || height < 2) {
    return [];
  }
  const shown = printed
    .slice(-height)
    .flatMap(line => paragraph(line, {width, indent: '  '}))
    .slice(1 - height)
    .map(([span]): Line => [{text: glyphs.gutter, tone: 'quiet'}, {text: ` ${(span?.text ?? '').slice(2)}`}]);
  return [say('Output', 'quiet'), ...shown];
};
