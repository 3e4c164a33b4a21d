/** What the home screen and its plain lines say, in the same words. */
import {formatDurationMs} from '../../base/duration.ts';
import type {RunBrief} from '../../run/brief.ts';
import type {Waiting} from '../../run/waiting.ts';
import {minuteOfDay, outcomeWords, roundDuration, shortRun} from '../words.ts';
import {drilledIn, incidentsIn} from './drilled.ts';
import type {Holder, HomeOwed, HomeRunbook, OpenRun, Phones} from './home.ts';

const dayMs = 86_400_000;

/** `3 runs`, `1 run`. */
export const numbered = (count: number, thing: string, things = `${thing}s`): string =>
  `${count} ${count === 1 ? thing : things}`;

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** `02:47` of today, and with its day of another one; always UTC. */
const whenWords = (atMs: number, nowMs: number): string =>
  dayOf(atMs) === dayOf(nowMs) ? `${minuteOfDay(atMs)} UTC` : `${dayOf(atMs)} ${minuteOfDay(atMs)} UTC`;

/** `today`, `1 day ago`, `12 days ago`: whole days of the calendar, UTC. */
const daysAgo = (atMs: number, nowMs: number): string => {
  const days = Math.round((Date.parse(dayOf(nowMs)) - Date.parse(dayOf(atMs))) / dayMs);
  return days <= 0 ? 'today' : `${numbered(days, 'day')} ago`;
};

/** Where an open run stands, as the first thing that is said of it. */
export const standsWords = (open: OpenRun): string => {
  switch (open.stands) {
    case 'never-began':
      return 'never began: nothing of it was done or recorded';
    case 'held-elsewhere':
      return `in the hands of ${holderWords(open.holder)}`;
    case 'free':
      return freeWords(open);
  }
};

const freeWords = ({brief: {outcome, paused}, labIsGone}: Extract<OpenRun, {readonly stands: 'free'}>): string => {
  if (labIsGone) {
    return 'its lab is gone; resuming closes the drill, which has not passed';
  }
  if (outcome !== null) {
    return 'has ended and is not sealed yet; resuming it does that';
  }
  return paused ? 'paused; can be resumed now' : 'can be resumed now';
};

const holderWords = (holder: Holder | null): string =>
  holder === null
    ? 'another process'
    : `${holder.user} on ${holder.host}, process ${holder.pid}, since ${holder.since.slice(0, 16).replace('T', ' ')} UTC`;

/** What an open run waits for, a sentence each; where it waits for nobody, what it was doing. */
export const waitingWords = (
  {brief: {waiting, working, lastAtMs}, phones}: Exclude<OpenRun, {readonly stands: 'never-began'}>,
  nowMs: number,
): readonly string[] => {
  if (waiting.length > 0) {
    return waiting.map(one => waitWords(one, phones, nowMs));
  }
  const last = lastAtMs === null ? '' : ` The last fact is of ${whenWords(lastAtMs, nowMs)}.`;
  return working.length === 0
    ? [`Waits for nobody.${last}`]
    : [`At work when the last fact was recorded: ${working.join('; ')}.${last}`];
};

const waitWords = ({title, why, people, sinceMs}: Waiting, phones: Phones, nowMs: number): string => {
  const since =
    sinceMs === null ? '' : ` since ${whenWords(sinceMs, nowMs)} (${formatDurationMs(Math.max(0, nowMs - sinceMs))})`;
  const whom = people.length === 0 ? 'somebody' : people.map(person => personWords(person, phones)).join(' or ');
  return `Waits for ${whom}${since}: ${whyWords[why]}${title}.`;
};

const personWords = ({name, role, contact}: Waiting['people'][number], phones: Phones): string => {
  const phone = contact === null ? undefined : phones[contact];
  return `${name} (${role}${phone === undefined ? '' : `, ${phone}`})`;
};

const whyWords: {readonly [Why in Waiting['why']]: string} = {
  answer: '',
  approval: 'go or no-go, ',
  held: 'held at ',
  unknown: 'nobody knows how this ended: ',
  secret: 'a secret has to be given again for ',
};

/** What is owed, by whom, until when, and how far that is over. */
export const owedWords = (owed: HomeOwed, nowMs: number): string => {
  const {what, text, owner, liftedBy, untilMs, run, mode, listedUntilMs} = owed;
  const late = nowMs - untilMs;
  const when = late > 0 ? `OVERDUE by ${formatDurationMs(late)}` : `in ${formatDurationMs(-late)}`;
  const how = what === 'deadline' ? 'Deadline' : 'To be lifted';
  const by = liftedBy === null ? '' : ` by step ${liftedBy}`;
  const closed =
    listedUntilMs === null
      ? ''
      : ` Its run is over and takes no acknowledgement: it is listed until ${dayOf(listedUntilMs)}.`;
  return `${how}: ${text.trim().replace(/\.$/, '')}${by}, until ${whenWords(untilMs, nowMs)}, ${when}; ${owner === null ? 'the runbook names nobody for it' : `${owner} owes it`} (${mode === 'incident' ? 'INCIDENT' : mode} ${shortRun(run)}).${closed}`;
};

/** When a runbook was drilled last, how that ended, and its times against the objective. */
export const drilledWords = ({runs, canDrill}: HomeRunbook, nowMs: number): string => {
  const drilled = drilledIn(runs);
  const incidents = incidentsIn(runs);
  const also = incidents === 0 ? '' : ` ${numbered(incidents, 'incident')}.`;
  if (drilled === undefined) {
    return canDrill ? `NEVER DRILLED.${also}` : `NEVER DRILLED, and it has no drill block.${also}`;
  }
  const {last, best, drills} = drilled;
  const at = last.endedAtMs ?? last.startedAtMs;
  const when = at === null ? '' : ` ${dayOf(at)} (${daysAgo(at, nowMs)})`;
  const fastest = best === null || best.run === last.run ? '' : ` Best: ${againstRto(best)}.`;
  return `Last drill${when}${variantWords(last)}: ${verdictWords(last)}, ${againstRto(last)}.${fastest} ${numbered(drills, 'drill')} in all.${also}`;
};

/** `, variant late_search`: only of a drill that was one. */
export const variantWords = ({variant}: Pick<RunBrief, 'variant'>): string =>
  variant === null ? '' : `, variant ${variant}`;

/** How a run ended, and of a drill what its judge said. */
export const verdictWords = ({drill, outcome}: RunBrief): string => {
  if (drill !== null) {
    return drill.passed ? (drill.partial ? 'passed in part' : 'passed') : 'NOT PASSED';
  }
  return outcome === null ? 'open' : outcomeWords[outcome];
};

/** `RTA 32 min 07 s, RTO 1 h met`. */
export const againstRto = ({rtaMs, rtoMs, rtoMet}: Pick<RunBrief, 'rtaMs' | 'rtoMs' | 'rtoMet'>): string => {
  const rta = rtaMs === null ? 'RTA not measured' : `RTA ${formatDurationMs(rtaMs)}`;
  if (rtoMs === null) {
    return `${rta}, no RTO`;
  }
  const met = rtoMet === null ? 'not decided' : rtoMet ? 'met' : 'MISSED';
  return `${rta}, RTO ${roundDuration(rtoMs)} ${met}`;
};

/** Only where it is over. */
export const reviewWords = ({review}: HomeRunbook): string | undefined =>
  review !== null && review.lateDays > 0
    ? `REVIEW OVERDUE by ${numbered(review.lateDays, 'day')} (was due ${review.dueOn}).`
    : undefined;

/** What the linter has against it; nothing where it has nothing. */
export const lintWords = ({errors, warnings}: HomeRunbook): string | undefined => {
  const [first] = errors;
  if (first !== undefined) {
    return `${numbered(errors.length, 'ERROR', 'ERRORS')}, cannot be run: ${first}.`;
  }
  return warnings.length === 0 ? undefined : `${numbered(warnings.length, 'warning')} of the linter.`;
};
