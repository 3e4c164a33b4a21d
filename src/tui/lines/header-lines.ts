/** The four lines on top: what this is, how the clock stands, when it will be over, what is lost. Always all four. */

import {formatClockMs, formatDurationMs, leftAsShownMs} from '../../base/duration.ts';
import {stepLabel} from '../../report/step-name.ts';
import {targetName, targetOf} from '../../report/target-name.ts';
import {
  dayAndTime,
  minuteOfDay,
  modeWords,
  outcomeWords,
  roundDuration,
  shortRun,
  timeOfDay,
  titleWords,
} from '../../report/words.ts';
import {type Finish, projectedFinish} from '../../run/projection.ts';
import {type Timing, timing} from '../../run/timing.ts';
import {cut, widthOf} from '../cells.ts';
import {apart, type Line, lineWidth, say} from '../line.ts';
import type {Moment} from '../moment.ts';
import type {Glyphs, Tone} from '../theme.ts';
import {objectiveBar} from './objective-bar.ts';

export const headerLines = (moment: Moment, width: number, glyphs: Glyphs): readonly Line[] => {
  const measured = timing(moment.state, moment.nowMs);
  const finish = projectedFinish(moment.state, moment.nowMs);
  return [
    titleLine(moment, width, glyphs),
    clockLine({measured, finish, width, glyphs, hasBegun: moment.state.startedAtMs !== undefined}),
    finishAndAge({moment, measured, finish, width}),
    apart(lossLine(measured), headLine(moment), width),
  ];
};

const titleLine = ({state, playback, watches}: Moment, width: number, {separator}: Glyphs): Line => {
  const mode = state.mode === 'incident' ? 'bad' : 'active';
  const modes: Line = [
    ...(playback ? [{text: ' REPLAY ', tone: 'warn', inverse: true} as const, {text: ' '}] : []),
    ...(watches ? [{text: ' WATCHING ', tone: 'warn', inverse: true} as const, {text: ' '}] : []),
    {text: ` ${modeWords[state.mode]} `, tone: mode, inverse: true},
    ...(state.injects ? [{text: ' '}, {text: ' INJECTS ', tone: 'warn', inverse: true} as const] : []),
    ...(state.degraded ? [{text: ' '}, {text: ' RECORD DEGRADED ', tone: 'bad', inverse: true} as const] : []),
    {text: ' '},
  ];
  const title = titleWords(state.outline.title, state.variant);
  const room = width - lineWidth(modes) - Math.min(titleMin, widthOf(title)) - 1;
  const target = targetOf(state);
  const run = state.run === '' ? '' : `run ${shortRun(state.run)}`;
  const on = target === undefined ? '' : cut(`on ${targetName(target)}`, room);
  const both = [on, run].filter(text => text !== '').join(` ${separator} `);
  // What one must not mistake is the target: the title is cut first, then the run left out, and the target only at the last.
  return apart([...modes, ...say(title, 'strong')], say(widthOf(both) <= room ? both : on), width);
};

/** As much of the title as tells which procedure this is. */
const titleMin = 16;

type Clock = {
  readonly measured: Timing;
  readonly finish: Finish;
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly hasBegun: boolean;
};

const clockLine = ({measured, finish, width, glyphs, hasBegun}: Clock): Line => {
  const {rtoMs, rtoUsedMs, rtoLeftMs, rtaMs} = measured;
  if (!hasBegun) {
    return say(
      `${rtoMs === null ? '' : `RTO ${roundDuration(rtoMs)}  `}nothing has begun yet`.replace(/^n/, 'N'),
      'quiet',
    );
  }
  if (rtoMs === null) {
    return say('RTO  none is set for this runbook', 'quiet');
  }
  const label = `RTO ${roundDuration(rtoMs)}`;
  if (rtoUsedMs === null || rtoLeftMs === null) {
    return say(`${label}  not measured: nobody has said when it began`, 'warn');
  }
  const tone = toneOfLeft(rtoLeftMs, rtoMs);
  const shownMs = leftAsShownMs(rtoMs, rtoUsedMs);
  const left = rtoLeftMs >= 0 ? `${formatClockMs(shownMs)} left` : `MISSED by ${formatClockMs(-shownMs)}`;
  const words =
    rtaMs === null
      ? `${formatClockMs(rtoUsedMs)} used  ${left}`
      : `RTA ${formatClockMs(rtaMs)}  ${rtoLeftMs >= 0 ? 'met' : left}`;
  const barWidth = width - label.length - words.length - 4;
  const startMs = measured.clockStartedAtMs ?? 0;
  return [
    {text: `${label}  `, tone: 'strong'},
    ...objectiveBar(
      {
        usedMs: rtoUsedMs,
        rtoMs,
        ...(rtaMs === null && {p50Ms: finish.p50AtMs - startMs, p90Ms: finish.p90AtMs - startMs}),
      },
      {width: barWidth, glyphs: glyphs.bar, tone},
    ),
    {text: `  ${words}`, tone},
  ];
};

/** A quarter of the objective left is the moment to say so. */
const toneOfLeft = (leftMs: number, rtoMs: number): Tone => (leftMs < 0 ? 'bad' : leftMs < rtoMs / 4 ? 'warn' : 'good');

type Finishing = {
  readonly moment: Moment;
  readonly measured: Timing;
  readonly finish: Finish;
  readonly width: number;
};

const finishAndAge = (finishing: Finishing): Line => {
  const {measured, width} = finishing;
  const age = width < 78 ? [] : say(elapsedText(measured));
  return apart(finishLine({...finishing, width: width - lineWidth(age) - 1}), age, width);
};

const finishLine = ({moment: {state, nowMs}, measured, finish, width}: Finishing): Line => {
  if (state.status === 'ended') {
    const outcome = state.outcome === null ? 'ended' : outcomeWords[state.outcome];
    return say(`Over at ${timeOfDay(state.endedAtMs ?? nowMs)} UTC: ${outcome}`, 'strong');
  }
  const {rtoMs, clockStartedAtMs, rtaMs} = measured;
  const {p50AtMs, p90AtMs, breaksAt} = finish;
  const words = `Finish ${minuteOfDay(p50AtMs)}, late ${minuteOfDay(p90AtMs)}`;
  const deadlineMs =
    rtoMs === null || clockStartedAtMs === null || rtaMs !== null ? undefined : clockStartedAtMs + rtoMs;
  if (deadlineMs === undefined || deadlineMs < nowMs) {
    return say(`${words} UTC`);
  }
  const ends = `${words}, RTO ends ${minuteOn(deadlineMs, nowMs)} UTC`;
  if (breaksAt === undefined) {
    return say(ends);
  }
  const isLikely = p50AtMs > deadlineMs;
  const breaks = isLikely ? 'breaks' : 'at risk';
  // The title of the step, which no id can be taken for; where there is no room for enough of it, none.
  const room = width - widthOf(`${ends}  ${breaks} in ""`);
  const where = room < titleOfBreakMin ? '' : ` in "${cut(stepLabel(state, breaksAt), room)}"`;
  return [{text: `${ends}  `}, ...say(`${breaks}${where}`, isLikely ? 'bad' : 'warn')];
};

/** Less of a title names no step. */
const titleOfBreakMin = 8;

/** With its day where that is another one. */
const minuteOn = (atMs: number, nowMs: number): string => dayAndTime(atMs, nowMs).slice(0, -':00'.length);

const lossLine = ({rpoMs, rpaMs, rpoMet}: Timing): Line => {
  const label = rpoMs === null ? 'Data loss' : `RPO ${roundDuration(rpoMs)}`;
  if (rpaMs === null) {
    return [{text: label, tone: 'strong'}, {text: '  not measured yet'}];
  }
  const verdict = rpoMet === null ? '' : rpoMet ? ', met' : ', MISSED';
  return [
    {text: `${label}  `, tone: 'strong'},
    {text: `${formatDurationMs(rpaMs)} lost so far${verdict}`, tone: rpoMet === false ? 'bad' : 'plain'},
  ];
};

const headLine = ({head, playback}: Moment): Line =>
  head.words === '' ? [] : say(playback ? `${head.words}` : `head ${head.words}`);

const elapsedText = ({elapsedMs}: Timing): string => (elapsedMs === null ? '' : `run ${formatClockMs(elapsedMs)}`);
