/** What another version would have made of a run, in its main sentences: where they part, what the recovery time would have been, and how far that is told. */
import {formatDurationMs} from '../base/duration.ts';
import type {Finishes, Parting, WhatIf} from '../run/compare/what-if.ts';
import type {Outline, OutlineStep} from '../run/outline.ts';
import {type Path, stepPath, withoutItems} from '../run/path.ts';
import {outcomeWords, roundDuration, timeOfDay} from './words.ts';

/** In the words of both texts: the record's own for what happened, the new one for what is wanted. */
export const whatIfParting = ({parting, outline, state}: WhatIf, before: Outline): string => {
  if (parting === null) {
    return state.status === 'ended'
      ? 'They never part: the record could be the record of the new version.'
      : 'They have not parted: all that is recorded could be of the new version.';
  }
  const {fact, why, wants} = parting;
  const place = `They part at fact ${fact.seq}, ${timeOfDay(Date.parse(fact.at))} UTC`;
  const step = 'step' in fact && fact.step !== undefined ? named(before, fact.step) : 'the run';
  const wanted = listed(wants.map(path => named(outline, path)));
  return `${place}: ${whySentence(why, {step, wanted, deed: fact.type === 'chosen' ? fact.branch : fact.type})}`;
};

/** Side by side a version may want many steps at once. */
const listedMax = 3;

const listed = (names: readonly string[]): string =>
  [...names.slice(0, listedMax), ...(names.length > listedMax ? [`${names.length - listedMax} more`] : [])].join(', ');

type Words = {readonly step: string; readonly deed: string; readonly wanted: string};

const whySentence = (why: Parting['why'], {step, deed, wanted}: Words): string => {
  switch (why) {
    case 'dropped':
      return `the new version has no ${step}${wanted === '' ? '' : `; it goes on with ${wanted}`}.`;
    case 'order':
      return `the record goes on with ${step}, the new version ${wanted === '' ? 'wants nothing more' : `wants ${wanted}`}.`;
    case 'choice':
      return `${deed}, which was chosen at ${step}, is no branch of the new version, or leads elsewhere.`;
    case 'gate':
      return `the new version does not take "${deed}" of ${step}: something else comes first there.`;
    case 'end':
      return `the record ends the run, the new version wants ${wanted === '' ? 'nothing more' : wanted}.`;
  }
};

/** The recovery time that would have been, against the RTO, and how much of it nobody has measured. */
export const whatIfRecovery = ({finishes, state}: WhatIf, rtoMs: number | null): string => {
  if (finishes.p50Ms === null) {
    return 'The recovery time cannot be told: nobody has said when the clock began.';
  }
  if (!finishes.isRecovery) {
    return `The clock would not have been stopped: the run would have ended after ${finishWords(finishes, rtoMs)}`;
  }
  const isStopped = state.events.has(state.clock.stop);
  const word =
    finishes.stop?.why === 'choice' ? 'By the longest branch the RTA would have been' : 'The RTA would have been';
  return `${isStopped || finishes.stop?.why === 'choice' ? word : 'The RTA would be projected at'} ${finishWords(finishes, rtoMs)}`;
};

/** `34 min 10 s, late 36 min 00 s, RTO 1 h met; 2 min 00 s of it estimated.` */
export const finishWords = ({p50Ms, p90Ms, estimatedMs, isRecovery}: Finishes, rtoMs: number | null): string => {
  if (p50Ms === null || p90Ms === null) {
    return 'unknown.';
  }
  const late = Math.abs(p90Ms - p50Ms) < 1_000 ? '' : `, late ${formatDurationMs(p90Ms)}`;
  return `${formatDurationMs(p50Ms)}${late}${isRecovery ? objectiveWords(p50Ms, p90Ms, rtoMs) : ''}; ${estimatedWords(estimatedMs, p50Ms)}.`;
};

const objectiveWords = (p50Ms: number, p90Ms: number, rtoMs: number | null): string => {
  if (rtoMs === null) {
    return '';
  }
  const verdict = p50Ms > rtoMs ? 'MISSED' : p90Ms > rtoMs ? 'met, late MISSED' : 'met';
  return `, RTO ${roundDuration(rtoMs)} ${verdict}`;
};

const estimatedWords = (estimatedMs: number, wholeMs: number): string => {
  if (estimatedMs < 500) {
    return 'all of it measured';
  }
  return wholeMs - estimatedMs < 500 ? 'all of it estimated' : `${formatDurationMs(estimatedMs)} of it estimated`;
};

/** Why it is told no further; nothing where the run would have ended. */
export const stopSentence = ({stop, outline}: Pick<WhatIf, 'stop' | 'outline'>): string | undefined => {
  if (stop === null) {
    return undefined;
  }
  const step = stop.step === null ? 'the run' : named(outline, stop.step);
  switch (stop.why) {
    case 'choice':
      return `It is told as far as ${step}: nothing in the record says which branch would have been chosen.`;
    case 'held':
      return `It is told as far as ${step}, which would be held: nothing in the record says how it would have gone on.`;
    case 'detour':
      return `It is told as far as ${step}: the record goes back there, and the new version does not allow that.`;
    case 'record-ends':
      return 'It is told as far as the record goes; what comes then is projected by the estimates.';
    case 'endless':
      return 'It is not told to its end: the new version goes round in a circle.';
  }
};

/** What a branch would come to. */
export const outcomeOf = ({outcome, stop}: Finishes): string =>
  outcome === null ? (stop?.why === 'held' ? 'held' : 'not over') : outcomeWords[outcome];

/** What is said otherwise of a step and may take another time: what the record measured is then of the text before. */
const telling: ReadonlySet<string> = new Set([
  'kind',
  'what it does',
  'its question',
  'what it goes through',
  'the checks before it',
  'the checks after it',
]);

/** Where the time of a step comes from, in a word; nothing where the run would not have come to it. */
export const sourceWord = ({sources, differences}: WhatIf, path: Path): string | undefined => {
  const source = sources.get(path);
  const isChanged = differences.some(
    one => one.path === withoutItems(path) && one.changes.some(({what}) => telling.has(what)),
  );
  return source === 'measured' && isChanged ? 'as before' : source;
};

/** Title and path, as people find it in either text. */
export const named = (outline: Outline, path: Path): string => {
  const title = titles(outline).get(withoutItems(path));
  return title === undefined ? path : `${title} [${path}]`;
};

const known = new WeakMap<Outline, ReadonlyMap<Path, string>>();

const titles = (outline: Outline): ReadonlyMap<Path, string> => {
  const found = known.get(outline) ?? titlesOf(outline);
  known.set(outline, found);
  return found;
};

const titlesOf = (outline: Outline): ReadonlyMap<Path, string> => {
  const found = new Map<Path, string>();
  const visit = (block: string, steps: readonly OutlineStep[]): void => {
    for (const {id, title, branches = [], steps: inner = []} of steps) {
      const path = stepPath(block, id);
      found.set(path, title);
      for (const branch of branches) {
        visit(`${path}:${branch.name}`, branch.steps);
      }
      visit(path, inner);
    }
  };
  visit('', outline.steps);
  return found;
};
