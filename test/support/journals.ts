/** Journals for tests: a clock that ticks, the facts of a small recovery, and directories that go away again. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Clock} from '../../src/base/clock.ts';
import type {Draft, Journal} from '../../src/journal/journal.ts';
import {memoryJournal} from '../../src/journal/memory-journal.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import type {SessionVoucher} from '../../src/run/session-opened.ts';

/** A clock that goes on by one millisecond whenever it is asked. */
export const tickingClock = (): Clock => {
  let asked = 0;
  return {
    nowMs: () => Date.UTC(2026, 10, 23, 0, 19, 57) + ++asked,
    monoUs: () => asked * 1_000,
    bootUs: () => asked * 1_000,
    after: () => () => undefined,
  };
};

/** What the engine says, or a person on the screen. */
export const draft = (body: FactBody, name = 'engine'): Draft => ({
  body,
  actor: {name, via: name === 'engine' ? 'engine' : 'screen'},
});

export const note = (text: string): Draft => draft({type: 'noted', text}, 'ana');

/** The first fact of a run, with the digests that a test wants to see checked. */
export const runStarted = (over: Partial<Extract<FactBody, {type: 'run-started'}>> = {}): Draft =>
  draft({
    type: 'run-started',
    run: '20261123t001957z-accidental-deletion-k7q2xw',
    mode: 'drill',
    runbook: {id: 'accidental_deletion', version: '1', title: 'Accidental deletion', scenario: 'deletion'},
    files: [],
    outline: {file: 'outline.json', sha256: '0'.repeat(64)},
    program: '0.1.0',
    inputs: {target: 'tickets', lost: ['orders', 'payments']},
    secrets: ['PGPASSWORD'],
    objectives: {rtoMs: 3_600_000, rpoMs: 300_000},
    clock: {start: 'detection', stop: 'data_verified'},
    roles: {lead: {contact: 'ana', name: 'Ana Prieto'}},
    executor: 'ana',
    ...over,
  });

export const began = (step: string): Draft =>
  draft({
    type: 'began',
    step,
    attempt: 1,
    shown: {kind: 'command', lines: ['pg_restore', '--list']},
    timeoutMs: 60_000,
  });

export const sessionOpened = (voucher: Partial<SessionVoucher> = {}): Draft =>
  draft({
    type: 'session-opened',
    boot: 'b-1',
    pid: 4711,
    user: 'ana',
    host: 'ops-1',
    zone: 'Europe/Madrid',
    program: '0.1.0',
    ...voucher,
  });

/** What an untold step of a recovery says, one after the other. */
export const recovery: readonly Draft[] = [
  runStarted(),
  sessionOpened(),
  began('stop_writes'),
  draft({type: 'succeeded', step: 'stop_writes', attempt: 1, reason: 'exit 0 — “angehalten”, 停止 ✔'}),
  began('restore_rows'),
  draft({type: 'unknown', step: 'restore_rows', attempt: 1, cause: 'the host was restarted'}),
  draft(
    {type: 'resolved', step: 'restore_rows', attempt: 1, as: 'again', by: 'person', reason: 'table is empty'},
    'ana',
  ),
  note('called the venue, they wait'),
];

/** Appends drafts, each list in one flush, and gives the facts. */
export const record = (journal: Journal, batches: readonly (readonly Draft[])[]): readonly Fact[] =>
  batches.flatMap(batch => {
    const facts = batch.map(journal.append);
    const flushed = journal.flush();
    if (!flushed.ok) {
      throw new Error(flushed.reason);
    }
    return facts;
  });

/** The text of a journal whose batches were flushed one by one. */
export const journalText = (batches: readonly (readonly Draft[])[]): string => {
  const journal = memoryJournal(tickingClock());
  record(journal, batches);
  return journal.text();
};

/** Ends a run the way the engine does: its outcome, and the seal over everything before. */
export const end = (journal: Journal): void => {
  record(journal, [[draft({type: 'run-ended', outcome: 'recovered'})]]);
  const {hash, entries} = journal.head();
  record(journal, [[draft({type: 'sealed', head: hash, entries})]]);
};

/** A directory of the test's own, 0700, removed when it has finished. */
export const temporaryDirectory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'lifeboat-journal-'));
  onTestFinished(() => rmSync(path, {recursive: true, force: true}));
  return path;
};
