/** The desk at which paper is entered into a run that was left: what is durable is told, and the end is sealed. */
import {fail, type Result, succeed} from '../base/result.ts';
import {createDesk, type Desk} from '../engine/on-paper/desk.ts';
import type {Journal} from '../journal/journal.ts';
import {memoryJournal} from '../journal/memory-journal.ts';
import {writeHeadNote} from '../journal/run-files.ts';
import {compile, type Forest} from '../machine/compile.ts';
import {eventLines} from '../report/event-line.ts';
import type {Fact} from '../run/event.ts';
import {apply, fold, notStarted} from '../run/fold.ts';
import {rolesOf} from './catalog.ts';
import {type LeftRun, leftSessionOpened} from './left-run.ts';
import {measuredJournal} from './measured-journal.ts';
import {systemClock} from './system-clock.ts';

export type PaperDesk = Desk & {
  /** The same run in memory: what is tried there is in no record. */
  readonly trial: () => Desk;
  /** Says that it is over, seals a run that ended on paper, and makes all durable; a warning where only the note is missing. */
  readonly finish: () => Result<{readonly warning?: string}>;
};

/** Opens it; the session's own beginning is recorded and not durable yet. */
export const openPaperDesk = (
  run: LeftRun,
  executor: string,
  tell: (fact: Fact, lines: readonly string[]) => void,
): PaperDesk => {
  const {opened, outline, directory, sessionKey} = run;
  const forest = compile(run.catalogued.runbook);
  const told = fold(outline, opened.facts);
  const durable: Fact[] = [...opened.facts];
  const over = (journal: Journal, onDurable: (facts: readonly Fact[]) => void): Desk =>
    deskOver(run, {forest, journal, former: [...durable], onDurable});
  const journal = measuredJournal(opened.journal);
  const desk = over(journal, facts => {
    for (const fact of facts) {
      durable.push(fact);
      apply(told, fact);
      tell(fact, eventLines(fact, told));
    }
  });
  desk.open(leftSessionOpened(run, {executor, paper: true}));
  return {
    ...desk,
    trial: () => over(memoryJournal(systemClock), () => {}),
    finish: () => {
      const hasEnded = desk.state.status === 'ended';
      desk.close(hasEnded ? [] : [{type: 'session-closed', reason: 'what was on paper is entered'}]);
      if (hasEnded) {
        desk.seal();
      }
      if (journal.isTooMuch()) {
        return fail('That is more than one write can hold; enter it in several files, one after the other.');
      }
      const flushed = desk.flush();
      if (!flushed.ok) {
        return fail(flushed.reason);
      }
      const head = opened.journal.head();
      const noted = hasEnded ? writeHeadNote(directory, head, sessionKey.noteSignature(head)) : succeed(undefined);
      return succeed(noted.ok ? {} : {warning: noted.reason});
    },
  };
};

type Over = {
  readonly forest: Forest;
  readonly journal: Journal;
  readonly former: readonly Fact[];
  readonly onDurable: (facts: readonly Fact[]) => void;
};

const deskOver = ({catalogued, outline, first, sessionKey}: LeftRun, over: Over): Desk =>
  createDesk({
    ...over,
    runbook: catalogued.runbook,
    roles: rolesOf(catalogued),
    state: notStarted(outline),
    inputs: first.inputs,
    clock: systemClock,
    signHead: sessionKey.seal,
  });
