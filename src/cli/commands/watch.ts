/** `lifeboat watch RUN`: the live screen in a second terminal, read only; it ends when the run ends. */
import {followJournal} from '../../journal/follow-journal.ts';
import {headWords} from '../../journal/head-words.ts';
import {summarise, summaryLines} from '../../report/summary.ts';
import type {Fact} from '../../run/event.ts';
import {apply, notStarted} from '../../run/fold.ts';
import {runTimeAt} from '../../run/run-time.ts';
import {type Watching, watching} from '../../run/watching.ts';
import {exitCodes} from '../exit-code.ts';
import {printFacts} from '../faces/json.ts';
import {factLines} from '../faces/plain.ts';
import {timeTeller} from '../faces/time-teller.ts';
import {ghostOfRecord} from '../last-run.ts';
import {harmless, openLogger} from '../logger.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {type RecordedRun, readRun} from '../recorded-run.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {chooseFace, type FaceOptions, respectNoColor} from '../terminal.ts';

export type WatchOptions = StateOption & FaceOptions;

export const watchCommand = async (wanted: string, options: WatchOptions): Promise<number> => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const run = readRun(directory.value);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  switch (chooseFace(options)) {
    case 'json':
      return ended(run.value, await untilOver(run.value, {onFacts: printFacts}));
    case 'plain':
      return ended(run.value, await untilOver(run.value, {onFacts: printPlain(run.value)}));
    case 'screen':
      return watchOnScreen(run.value, options);
  }
};

/** How often it is looked whether something was recorded: quick enough for eyes, and a look costs one call to the system. */
const lookMs = 150;

/** A file that fails is cut back a moment before the next one is there. */
const failuresMax = 4;

type Over = {readonly why: 'sealed' | 'left' | 'amended'} | {readonly why: 'broken'; readonly reason: string};

type Listener = {
  readonly onFacts: (facts: readonly Fact[], hashes: readonly string[]) => void;
  /** Whoever watches has enough. */
  readonly left?: Promise<unknown>;
};

/** Follows until the record is sealed, cannot be believed any more, or nobody looks. A run that is left open may be resumed. */
const untilOver = ({directory, facts: known}: RecordedRun, {onFacts, left}: Listener): Promise<Over> =>
  new Promise(resolve => {
    const read = followJournal(directory.journal);
    const overWith = overWhen(known.length);
    let failures = 0;
    const finish = (over: Over): void => {
      clearInterval(timer);
      resolve(over);
    };
    const look = (): void => {
      const followed = read();
      if (!followed.ok) {
        failures += 1;
        if (failures > failuresMax) {
          finish({why: 'broken', reason: followed.reason});
        }
        return;
      }
      failures = 0;
      const {facts, hashes} = followed.value;
      if (facts.length > 0) {
        onFacts(facts, hashes);
      }
      const why = overWith(facts);
      if (why !== undefined) {
        finish({why});
      }
    };
    const timer = setInterval(look, lookMs);
    void left?.then(() => finish({why: 'left'}));
    process.stdout.once('error', () => finish({why: 'left'}));
    look();
  });

/** Which facts end the watching, told as they come; `known` is how many there were when it began. */
const overWhen = (known: number): ((facts: readonly Fact[]) => 'amended' | 'sealed' | undefined) => {
  let hasEnded = false;
  return facts => {
    // Its steps are others from there on.
    if (facts.some(({type, seq}) => type === 'amended' && seq >= known)) {
      return 'amended';
    }
    // A seal in the middle of a run ends nothing.
    hasEnded ||= facts.some(({type}) => type === 'run-ended');
    return hasEnded && facts.at(-1)?.type === 'sealed' ? 'sealed' : undefined;
  };
};

/** What is recorded, and how the clocks stand when it matters; a question is answered where the run is driven. */
const printPlain = ({outline, output}: RecordedRun): Listener['onFacts'] => {
  const state = notStarted(outline);
  const session = {state: () => state, nowMs: () => runTimeAt(state, Date.now())};
  const times = timeTeller(session, printLines);
  printLines([
    'This only watches: what is asked is answered where the run is driven. Control and C together leave it.',
  ]);
  return facts => {
    for (const fact of facts) {
      apply(state, fact);
      printLines(factLines(fact, state, output));
    }
    times.look(facts);
  };
};

const watchOnScreen = async (run: RecordedRun, options: StateOption): Promise<number> => {
  respectNoColor();
  const {openScreen} = await import('../../tui/open.tsx');
  const hashes: string[] = [];
  const words = (entries: number): string => headWords(hashes[entries - 1] ?? '');
  // Not `...run`: that would fold the whole record before the first frame, and nobody needs its state here.
  const {outline, output, printed} = run;
  const recording = {outline, output, ...(printed && {printed}), words};
  const failed = harmless(openLogger(options), 'no ghost of a former run');
  const session = {...watching(recording, Date.now), ghost: ghostOfRecord(run, failed)};
  const screen = openScreen();
  const over = await untilOver(run, {
    onFacts: (facts, more) => {
      const isFirst = hashes.length === 0;
      hashes.push(...more);
      session.take(facts);
      if (isFirst) {
        screen.showRun(session);
      }
    },
    left: screen.untilExit,
  });
  screen.close();
  await screen.untilExit;
  if (over.why === 'sealed') {
    printLines(closing(session, run).map(asTyped));
  }
  return ended(run, over);
};

const closing = (session: Watching, {directory}: RecordedRun): readonly string[] => {
  const state = session.state();
  const nowMs = state.endedAtMs ?? session.nowMs();
  return summaryLines(summarise(state, {nowMs, journal: directory.journal, head: session.head().words}));
};

const ended = ({directory}: RecordedRun, over: Over): number => {
  if (over.why === 'amended') {
    process.stderr.write(asTyped(`lifeboat: The runbook of ${directory.id} was amended; watch it again.\n`));
  }
  return over.why === 'broken'
    ? printRefusal(refuse('unverified', over.reason, `lifeboat verify ${directory.id} says more.`).reason)
    : exitCodes.done.code;
};
