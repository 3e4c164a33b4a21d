/** A run that was left and that nobody drives: opened to add to its record, while nothing of it goes on. */
import {type Result, succeed} from '../base/result.ts';
import type {Lock} from '../journal/lock.ts';
import {type JournalRefusal, type OpenedJournal, openJournal} from '../journal/open-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import type {SessionKey} from '../journal/signing/session-key.ts';
import type {Fact, FactBody} from '../run/event.ts';
import type {Outline} from '../run/outline.ts';
import {besideOf} from './beside.ts';
import type {Catalogued} from './catalog.ts';
import {pinnedRunbook} from './pinned-runbook.ts';
import {readOutline} from './recorded-run.ts';
import {type Refusal, refuse} from './refusal.ts';
import {takeDriverLock} from './run-locks.ts';
import {sessionKeyOf, sessionOpened, sessionReopened} from './session-beginning.ts';
import {findRunHere, openState, type StateOption} from './state-place.ts';
import {systemClock} from './system-clock.ts';

export type LeftRun = {
  readonly directory: RunDirectory;
  readonly opened: OpenedJournal;
  readonly first: Extract<Fact, {type: 'run-started'}>;
  readonly catalogued: Catalogued;
  readonly outline: Outline;
  /** With which this session signs. */
  readonly sessionKey: SessionKey;
  /** Lets go of the journal and of the lock. */
  readonly release: () => void;
};

/** Takes the driver's lock: exit 10 where somebody drives the run. A run that has ended takes nothing more. */
export const openLeftRun = async (wanted: string, options: StateOption): Promise<Result<LeftRun, Refusal>> => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return directory;
  }
  // Whoever may write there could have put another run in its place.
  const safe = openState(options);
  if (!safe.ok) {
    return safe;
  }
  const driver = await takeDriverLock(directory.value);
  if (!driver.ok) {
    return driver;
  }
  const journal = openJournal({
    path: directory.value.journal,
    clock: systemClock,
    beside: besideOf(directory.value),
  });
  if (!journal.ok) {
    driver.value.release();
    return refuseJournal(directory.value, journal.reason);
  }
  const read = readAll(directory.value, journal.value, driver.value);
  if (!read.ok) {
    journal.value.journal.close();
    driver.value.release();
  }
  return read;
};

const readAll = (directory: RunDirectory, opened: OpenedJournal, driver: Lock): Result<LeftRun, Refusal> => {
  const {facts, journal} = opened;
  const [first] = facts;
  if (first?.type !== 'run-started') {
    const hint = `lifeboat verify ${directory.id} says more.`;
    return refuse('unverified', `The record of ${directory.id} has no beginning.`, hint);
  }
  if (facts.some(({type}) => type === 'run-ended')) {
    return refuse(
      'usage',
      `${directory.id} has ended; \`lifeboat resume ${directory.id}\` brings its record to its end.`,
    );
  }
  const catalogued = pinnedRunbook(directory, facts);
  if (!catalogued.ok) {
    return catalogued;
  }
  const outline = readOutline(directory, facts);
  const release = (): void => {
    journal.close();
    driver.release();
  };
  if (!outline.ok) {
    return outline;
  }
  const key = sessionKeyOf(directory, opened.session);
  return key.ok
    ? succeed({
        directory,
        opened,
        first,
        catalogued: catalogued.value,
        outline: outline.value,
        sessionKey: key.value,
        release,
      })
    : key;
};

/** What says that somebody added to the record; tails that were cut off come first. */
export const leftSessionOpened = (
  {directory, opened, sessionKey}: LeftRun,
  session: {readonly executor: string; readonly paper?: true},
): readonly FactBody[] => [
  ...opened.tails.map(tail => ({type: 'tail-removed' as const, ...tail})),
  ...sessionReopened(opened.facts, sessionOpened({directory, ...session}, sessionKey)),
];

const refuseJournal = (directory: RunDirectory, {kind, message}: JournalRefusal): ReturnType<typeof refuse> => {
  switch (kind) {
    case 'finished':
      return refuse('usage', `${directory.id} has ended and is sealed; nothing can be added to it.`);
    case 'never-started':
      return refuse('usage', `${message} \`lifeboat resume ${directory.id}\` removes it.`);
    case 'damaged':
    case 'newer':
      return refuse('unverified', message, `lifeboat verify ${directory.id} says more.`);
    case 'unusable':
      return refuse('usage', message);
  }
};
