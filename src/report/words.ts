/** What the statuses, modes, outcomes and deviations of a run are called where people read them. */
import {formatDurationMs} from '../base/duration.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import {formatBytes} from '../base/size.ts';
import type {Mode, Outcome} from '../run/event.ts';
import {isLacking} from '../run/lacking.ts';
import type {Effects} from '../run/outline.ts';
import type {Escalation} from '../run/remarks.ts';
import type {OutputGap} from '../run/shown.ts';
import type {Deviation, Status, StepState} from '../run/state.ts';

export const statusWords: {readonly [Name in Status]: string} = {
  pending: 'not yet',
  ready: 'about to start',
  awaiting: 'waits for you',
  running: 'running',
  verifying: 'being checked',
  succeeded: 'done',
  rejected: 'no-go',
  failed: 'failed',
  held: 'held',
  unknown: 'outcome unknown',
  skipped: 'skipped',
  overridden: 'overridden',
  'not-applicable': 'not applicable',
  left: 'left',
  undoing: 'being undone',
  undone: 'undone',
  'not-reached': 'not reached',
};

/** What was done and undone since is more than not yet. */
export const shownStatus = ({status, wasUndone}: Pick<StepState, 'status' | 'wasUndone'>): Status =>
  status === 'pending' && wasUndone ? 'undone' : status;

/** As it looks to whoever sits there: what waits for a secret waits for a person, wherever it stands. */
export const statusNow = (step: Pick<StepState, 'status' | 'lacks'>): Status =>
  isLacking(step) && step.status !== 'unknown' ? 'awaiting' : step.status;

export const modeWords: {readonly [Name in Mode]: string} = {
  incident: 'INCIDENT',
  drill: 'DRILL',
  'dry-run': 'DRY RUN',
};

/** The title of a runbook, and of a drill also which variant it is. */
export const titleWords = (title: string, variant: string | null | undefined): string =>
  variant === undefined || variant === null ? title : `${title}, variant ${variant}`;

export const outcomeWords: {readonly [Name in Outcome]: string} = {
  recovered: 'recovered',
  'recovered-with-exceptions': 'recovered, with exceptions',
  'rolled-back': 'rolled back',
  mitigated: 'mitigated',
  escalated: 'escalated',
  aborted: 'aborted',
  'no-action': 'no action was needed',
};

export const deviationWords: {readonly [Name in Deviation['kind']]: string} = {
  amended: 'amended',
  backfilled: 'on paper',
  skipped: 'skipped',
  overridden: 'overridden',
  'unproven-approval': 'approval without proof',
  jumped: 'jumped',
  'undo-skipped': 'not undone',
  'undo-overridden': 'undone by hand',
};

export const effectWords: {readonly [Name in Effects]: string} = {
  none: 'Touches nothing.',
  read: 'Only looks; changes nothing.',
  write: 'Changes data or settings.',
  destructive: 'DESTRUCTIVE: takes something away.',
};

export const pointOfNoReturnWords = 'POINT OF NO RETURN: from here only forward.';

/** `service_restored` as `Service restored`. */
export const eventName = (event: string): string => {
  const words = event.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** An instant as people in an outage speak of it: `02:47:05`, always UTC. */
export const timeOfDay = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);

/** The same without seconds, for what is only an estimate. */
/** With its day where that is another one than the day it is said on. */
export const dayAndTime = (atMs: number, nowMs: number): string => {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return day(atMs) === day(nowMs) ? timeOfDay(atMs) : `${day(atMs)} ${timeOfDay(atMs)}`;
};

/** A disk that fails or fills ends no program: what it did stands, what it printed does not. Nothing where all is kept. */
export const missingOutput = (gap: OutputGap | undefined): string | undefined =>
  gap === 'lost'
    ? 'OUTPUT LOST: not all that it printed could be kept, the disk did not take it.'
    : gap &&
      `OUTPUT CUT: of ${formatBytes(gap.cutBytes)} that it printed only the beginning and the end are kept, the disk was nearly full.`;

/** Behind a step that stood on paper first, with a blank before it; else nothing. */
export const paperWords = ({paper}: Pick<StepState, 'paper'>): string =>
  paper === undefined ? '' : `  (${paperTimes(paper)})`;

/** Both times of what stood on paper: when it happened, and when it was entered. */
export const paperTimes = ({happenedMs, enteredMs, by}: NonNullable<StepState['paper']>): string =>
  `on paper at ${timeOfDay(happenedMs)} by ${showForeignLine(by)}, entered at ${dayAndTime(enteredMs, happenedMs)}`;

export const minuteOfDay = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);

/** Who was called, when and why. */
export const escalationWords = ({name, to, atMs, actor, reason}: Escalation): string =>
  `Escalated to ${name}, ${to.replaceAll('_', ' ')}, at ${timeOfDay(atMs)} UTC by ${actor.name}: ${reason}`;

/** An objective or a length in whole units, without zeros at the end: `1 h`, `15 min`, `1 h 30 min`. */
export const roundDuration = (durationMs: number): string =>
  formatDurationMs(durationMs).replace(/ 00 (?:s|min|h)$/, '');

/** The part of a run's name that people say: `k7q2xw` of `20261123t001957z-accidental-deletion-k7q2xw`. */
export const shortRun = (run: string): string => run.slice(run.lastIndexOf('-') + 1);
