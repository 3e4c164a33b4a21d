/** Paper that is entered into a run which was left: the desk over its journal, and lines as somebody wrote them. */
import {createDesk, type Desk} from '../../src/engine/on-paper/desk.ts';
import type {Did, PaperEntry} from '../../src/engine/on-paper/paper-entry.ts';
import {scan} from '../../src/journal/chain.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import type {Fact} from '../../src/run/event.ts';
import {notStarted} from '../../src/run/fold.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {type FakeClock, fakeClock} from './fake-clock.ts';
import {endStep, instructionStep, runbookOf} from './model.ts';
import {openEngine} from './open-engine.ts';
import {watchedJournal} from './watched-journal.ts';

export type DeskInTest = Desk & {
  readonly clock: FakeClock;
  /** The journal as it would be on the disk now. */
  readonly text: () => string;
};

/** Two hours after the run was left. */
export const paperDesk = (runbook: Runbook, text: string, session = 2): DeskInTest => {
  const former = scan(Buffer.from(text)).facts;
  const last = former.at(-1)?.at ?? '';
  const clock = fakeClock(Date.parse(last) + 7_200_000);
  const journal = watchedJournal(clock, {text, session});
  const desk = createDesk({
    runbook,
    forest: compile(runbook),
    journal,
    roles: {approver: {contact: 'technical_lead', name: 'Dana Fox'}},
    state: notStarted(outlineOf(runbook)),
    inputs: {},
    former,
    clock,
    onDurable: () => {},
  });
  const host = {boot: 'boot-1', pid: 4712, user: 'kim', host: 'ops-1', zone: 'UTC', program: 'lifeboat 0.1.0'};
  desk.open([{type: 'session-opened', ...host, executor: 'kim', paper: true}]);
  return {...desk, clock, text: journal.text};
};

/** `onPaper('03:20 stop_writes', 'done')`, on the day of the tests and by sam. */
export const onPaper = (line: string, what: Plain | Did, more: Partial<PaperEntry> = {}): PaperEntry => {
  const [time = '', step = ''] = line.split(' ');
  const happenedMs = Date.parse(`2026-11-01T${time}:00Z`);
  return {step, happenedMs, blurMs: 59_999, by: 'sam', what: typeof what === 'string' ? {did: what} : what, ...more};
};

type Plain = Exclude<Did['did'], 'chose' | 'answered'>;

/** A run that was left at its first step, 03:01 in the morning; it is 05:01 now. */
export const leftRun = (...steps: readonly Step[]) => {
  const runbook = runbookOf([instructionStep('call_all'), ...steps, endStep('finish')]);
  return {runbook, text: openEngine(runbook).crash().text};
};

/** Enters the lines one after the other, and tells what came of each. */
export const enterAll = ({runbook, text}: {runbook: Runbook; text: string}, lines: readonly PaperEntry[]) => {
  const desk = paperDesk(runbook, text);
  const why = lines.map((line, index) => {
    desk.pass(lines.slice(index));
    const taken = desk.enter(line);
    return taken.ok ? 'taken' : taken.reason;
  });
  desk.pass([]);
  const before = desk.text();
  desk.flush();
  const facts = scan(Buffer.from(desk.text())).facts;
  return {desk, why, facts, isUntouched: before === text, new: facts.filter(({session}) => session === 2)};
};

/** `03:20 succeeded call_all paper`, a line a fact. */
export const toldOnPaper = (facts: readonly Fact[]) =>
  facts
    .filter(({type}) => type !== 'session-opened')
    .map(
      fact =>
        `${fact.happened?.slice(11, 16) ?? '-'} ${fact.type} ${'step' in fact ? fact.step : ''} ${fact.actor.via}`,
    );
