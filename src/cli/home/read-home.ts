/** Reads all that stands on the home screen, piece by piece, so that a key is answered while a thousand runs are read. */
import {setImmediate as turn} from 'node:timers/promises';
import {listRuns, runDirectory} from '../../journal/run-directory.ts';
import {debtOf} from '../../report/history/debt.ts';
import type {TextDigests} from '../../report/history/used-parts.ts';
import type {Home, OpenRun} from '../../report/home/home.ts';
import {owedIn} from '../../report/home/owed-in.ts';
import type {RunBrief} from '../../run/brief.ts';
import {knownRunbooks, shortPath} from '../catalog.ts';
import {openKeptTexts} from '../history/part-digests.ts';
import {wordsOf} from '../recorded-run.ts';
import {idOf} from '../runbook-files.ts';
import {type BriefCache, openBriefCache} from './brief-cache.ts';
import {knownBrief, readOneRun} from './read-brief.ts';
import {type ReadRunbook, readHomeRunbook} from './read-runbook.ts';

/** How long one piece of work may keep a key waiting. */
const sliceMs = 15;
/** How often what was read so far is shown. */
const showEveryMs = 120;

type Gathered = {
  /** Whoever wanted it has left. */
  readonly signal: AbortSignal | undefined;
  readonly place: string;
  readonly ids: readonly string[];
  readonly over: Map<string, RunBrief>;
  readonly open: Map<string, OpenRun>;
  readonly runbooks: Map<string, ReadRunbook>;
  readonly troubles: string[];
  left: number;
  /** The texts that runs went by, once all of them are read. */
  digests: TextDigests | undefined;
};

/** Shows what is known again and again, and in the end the whole. Nothing that cannot be read ends it. */
export const readHome = async (
  state: string,
  show: (home: Home) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Home> => {
  const ids = listRuns(state);
  const cache = openBriefCache(state);
  const gathered: Gathered = {
    signal,
    place: state,
    ids: ids.ok ? ids.value.toReversed() : [],
    over: new Map(),
    open: new Map(),
    runbooks: new Map(),
    troubles: ids.ok ? [] : [ids.reason],
    left: 0,
    digests: undefined,
  };
  const unread = unreadOf(gathered, cache);
  gathered.left = unread.length;
  const paced = pace(() => show(homeOf(gathered)));
  // In turn: the latest runs, which may be waited for, stand there before the last runbook is linted.
  await Promise.all([readRuns(gathered, unread, {cache, paced}), readRunbooks(gathered, paced)]);
  cache.save(gathered.ids);
  gathered.digests = await readTexts(gathered, paced);
  return homeOf(gathered);
};

/** What runs went by is read last: until then nothing is said of what is owed. */
const readTexts = async ({place, over, signal}: Gathered, paced: Pace): Promise<TextDigests> => {
  const texts = openKeptTexts(place);
  for (const brief of over.values()) {
    if (signal?.aborted) {
      break;
    }
    if (texts.add(brief)) {
      await paced();
    }
  }
  texts.save();
  return texts.all();
};

/** What is known without reading a journal is there at once. */
const unreadOf = ({place, ids, over}: Gathered, cache: BriefCache): readonly string[] =>
  ids.filter(id => {
    const brief = knownBrief(runDirectory(place, id), cache);
    if (brief) {
      over.set(id, brief);
    }
    return brief === undefined;
  });

type Pace = () => Promise<void>;

/** Lets keys in between pieces of work, and shows what came of them. */
const pace = (show: () => void): Pace => {
  let sliceBegan = performance.now();
  let shownAt = performance.now();
  return async () => {
    const now = performance.now();
    if (now - sliceBegan < sliceMs) {
      return;
    }
    if (now - shownAt >= showEveryMs) {
      shownAt = now;
      show();
    }
    await turn();
    sliceBegan = performance.now();
  };
};

const readRuns = async (
  gathered: Gathered,
  unread: readonly string[],
  {cache, paced}: {readonly cache: BriefCache; readonly paced: Pace},
): Promise<void> => {
  for (const id of unread) {
    if (gathered.signal?.aborted) {
      return;
    }
    const read = readOneRun(runDirectory(gathered.place, id), cache);
    switch (read.is) {
      case 'over':
        gathered.over.set(id, read.brief);
        break;
      case 'open':
        gathered.open.set(id, read.open);
        break;
      case 'trouble':
        gathered.troubles.push(read.sentence);
        break;
    }
    gathered.left -= 1;
    await paced();
  }
};

const readRunbooks = async ({runbooks, troubles, signal}: Gathered, paced: Pace): Promise<void> => {
  for (const found of knownRunbooks()) {
    if (signal?.aborted) {
      return;
    }
    // Of two with one id `run` takes the first.
    if (!runbooks.has(idOf(found.path))) {
      try {
        runbooks.set(idOf(found.path), readHomeRunbook(found));
      } catch (error) {
        troubles.push(`${shortPath(found.path)} cannot be read (${wordsOf(error)}).`);
      }
    }
    await paced();
  }
};

/** All that is known so far. */
const homeOf = ({place, ids, over, open, runbooks, troubles, left, digests}: Gathered): Home => {
  const latestFirst = ids.flatMap(id => over.get(id) ?? []);
  const nowMs = Date.now();
  return {
    place,
    nowMs,
    runs: ids.length,
    reading: left === 0 ? null : {done: ids.length - left, of: ids.length},
    open: ids.flatMap(id => open.get(id) ?? []).sort((a, b) => urgencyOf(a) - urgencyOf(b)),
    owed: [...ids.flatMap(id => briefIn(open.get(id))), ...latestFirst]
      .flatMap(brief => owedIn(brief, nowMs))
      .sort((a, b) => a.untilMs - b.untilMs),
    runbooks: [...runbooks.values()]
      .map(({now, ...runbook}) => {
        const runs = latestFirst.filter(brief => brief.runbook === runbook.id);
        const debt =
          now === null || digests === undefined ? null : debtOf(now.parts, {runs, digests, variants: now.variants});
        return {...runbook, runs, debt};
      })
      .sort((a, b) => scenarioOrder(a) - scenarioOrder(b) || a.id.localeCompare(b.id, 'en')),
    troubles,
  };
};

/** A drill must never stand before an incident that waits; what can only be tidied away comes last. */
const urgencyOf = (open: OpenRun): number => {
  if (open.stands === 'never-began' || (open.stands === 'free' && open.labIsGone)) {
    return 2;
  }
  return open.brief.mode === 'incident' ? 0 : 1;
};

const briefIn = (open: OpenRun | undefined): readonly RunBrief[] =>
  open === undefined || open.stands === 'never-began' ? [] : [open.brief];

const order = ['deletion', 'corruption', 'infrastructure', 'breach', 'routine'];

/** What has errors stands at the end: it belongs to none. */
const scenarioOrder = ({scenario}: Pick<ReadRunbook, 'scenario'>): number =>
  scenario === null ? order.length : order.indexOf(scenario);
