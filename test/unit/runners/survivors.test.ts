/** What is said of processes that outlive the program that started them. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import {type ProcessMark, startTicksOf} from '../../../src/runners/process-table.ts';
import {endProgram, leftWords, survivorsOf} from '../../../src/runners/survivors.ts';

const process1 = {pid: 4711, startTicks: '12', name: 'pg_restore'};
const process2 = {pid: 4712, startTicks: '13', name: 'sleep'};

test('nothing is said where nothing is left', () => {
  expect(leftWords()).toBe('');
  expect(leftWords([], [])).toBe('');
});

test('what could not be ended is named, and what was not ended on purpose apart from it', () => {
  expect(leftWords([process1, process2])).toBe(
    '; what it had started could not all be ended: pg_restore (process 4711), sleep (process 4712)',
  );
  expect(leftWords([process1], [process2])).toBe(
    '; what it had started could not all be ended: pg_restore (process 4711); this still runs and may be of it: sleep (process 4712)',
  );
});

test('of many the first are named', () => {
  const many = Array.from({length: 200}, (_, index) => ({...process2, pid: 5_000 + index}));
  expect(leftWords(many)).toMatch(/sleep \(process 5004\) and 195 more$/);
});

test('a program of another time has no survivors, whoever has its number now', () => {
  const later = {pid: process.pid, startTicks: '99999999999999'};
  expect(survivorsOf({child: later, mark: 'a-mark', files: []}, {isGroupOver: true})).toEqual([]);
});

/** A shell of somebody else that leads a session of its own and has started a program, as one that has taken over a number does. */
const someoneElse = async (): Promise<{readonly child: ChildProcess; readonly mark: ProcessMark}> => {
  const child = spawn('sh', ['-c', 'sleep 60 & echo begun; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
  });
  await once(child.stdout ?? child, 'data');
  const pid = child.pid ?? 0;
  return {child, mark: {pid, startTicks: startTicksOf(pid) ?? ''}};
};

/** The program that had this number before. */
const before = ({pid, startTicks}: ProcessMark): ProcessMark => ({pid, startTicks: String(Number(startTicks) - 1)});

test('whoever has the number of a program that has ended is not of it, nor is what they have started', async () => {
  const {mark} = await someoneElse();
  const traces = {mark: 'a-mark', files: []};
  // A busy machine shows it under the name of the shell that it was forked from, for a moment.
  await expect.poll(() => survivorsOf({...traces, child: mark}, {isGroupOver: true})).toMatchObject([{name: 'sleep'}]);
  expect(survivorsOf({...traces, child: before(mark)}, {isGroupOver: true})).toEqual([]);
});

test('a program whose number somebody else has by now is ended without a signal to them', async () => {
  const {child, mark} = await someoneElse();
  let looks = 0;
  const isOver = () => {
    looks += 1;
    return looks > 2;
  };
  const traces = {child: before(mark), mark: 'a-mark', files: []};
  expect(await endProgram(traces, {graceMs: 0, isOver})).toEqual([]);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  expect(startTicksOf(mark.pid)).toBe(mark.startTicks);
});
