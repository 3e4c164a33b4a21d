/** No place takes the record in the middle of an incident: people go on by hand, and nothing that they did is lost as long as the program lives. */
import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, type TestContext, test} from 'vitest';
import {type Desk, eventually} from '../support/lifeboat.ts';
import {memoryDisk, type SmallDisk} from '../support/small-disk.ts';
import {marksOf, outageDesk, restartBetweenQuestions} from '../support/small-runbook.ts';
import type {Terminal} from '../support/terminal.ts';

const size = {columns: 110, rows: 30};

/** An incident that stands at its first question, on a disk that has no room any more. */
const onFullDisk = async (context: TestContext, face: readonly string[] = []) => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk: SmallDisk = memoryDisk(desk, 1024 * 1024) ?? context.skip('this account may not mount a small disk');
  const terminal = desk.terminal(['run', runbook, '--state', disk.path, ...face], size);
  await typed(terminal, 'Type "begin" to go on', 'begin');
  await terminal.shows('Is the lamp on?');
  rmSync(join(disk.path, 'ballast'));
  disk.fill();
  return {desk, disk, terminal};
};

const seenOn = (terminal: Terminal): string => terminal.screen().join('\n');

/** Longer than what is left of the last page of the journal, whatever that is. */
const longNote = 'They wait in the hall. '.repeat(190);

/** A key that comes before its question could be seen is not read: then it is pressed once more. */
const press = (terminal: Terminal, key: string, until: string): Promise<void> =>
  expect
    .poll(
      () => {
        if (!seenOn(terminal).includes(until)) {
          terminal.press(key);
        }
        return seenOn(terminal);
      },
      {timeout: 10_000, interval: 400},
    )
    .toContain(until);

const noteOnScreen = async (terminal: Terminal): Promise<void> => {
  await press(terminal, 'e', 'Note for the record');
  terminal.press(longNote, 'enter');
};

const typed = async (terminal: Terminal, question: string, answer: string): Promise<void> => {
  await terminal.shows(question);
  terminal.type(answer);
  terminal.press('enter');
};

const verified = async (desk: Desk, {path}: SmallDisk) => {
  const run = readdirSync(join(path, 'runs'))[0] ?? 'none';
  const [verdict, shown] = await Promise.all(
    ['verify', 'show'].map(async command => (await desk.lifeboat([command, run, '--json', '--state', path])).stdout),
  );
  return {verdict: JSON.parse(verdict ?? ''), shown};
};

test('after BREAK GLASS steps go on by hand, no program starts, and all of it is written once there is room', async context => {
  const {desk, disk, terminal} = await onFullDisk(context);
  await noteOnScreen(terminal);
  await typed(terminal, 'Type BREAK GLASS to go on by hand', 'BREAK GLASS');
  await terminal.shows('BREAK GLASS, THE RECORD STANDS NOWHERE: the disk is full');
  await terminal.shows(/Write down: \d+ facts, head( [a-z]+){4}/);
  await press(terminal, 'enter', 'nothing was started: no place takes the record');
  await press(terminal, 'o', 'Why it counts as done');
  await typed(terminal, 'Why it counts as done', 'Sam restarted it at the console');
  await terminal.shows('Ask how long it takes');
  expect(marksOf(desk)).toEqual([]);

  disk.free();
  await press(terminal, 'enter', 'q quit');
  expect(seenOn(terminal)).not.toContain('BREAK GLASS');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  const {verdict, shown} = await verified(desk, disk);
  expect(verdict).toMatchObject({ok: true, verdict: 'OK', problems: []});
  expect(shown).toContain('Sam restarted it at the console');
});

test('room that comes back while the end stands on the screen is used before the program ends', async context => {
  const {desk, disk, terminal} = await onFullDisk(context);
  await noteOnScreen(terminal);
  await typed(terminal, 'Type BREAK GLASS to go on by hand', 'BREAK GLASS');
  await terminal.shows('BREAK GLASS, THE RECORD STANDS NOWHERE');
  await press(terminal, 'enter', 'nothing was started: no place takes the record');
  await press(terminal, 'o', 'Why it counts as done');
  await typed(terminal, 'Why it counts as done', 'Sam restarted it at the console');
  await terminal.shows('Ask how long it takes');
  await press(terminal, 'enter', 'q quit');
  expect((await verified(desk, disk)).verdict).toMatchObject({ok: true});

  disk.free();
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  const {verdict, shown} = await verified(desk, disk);
  expect(verdict).toMatchObject({ok: true, verdict: 'OK', problems: []});
  expect(JSON.parse(shown ?? '')).toMatchObject({outcome: 'recovered-with-exceptions'});
});

test('without these words the run is held as it stood, and nothing was done', async context => {
  const {desk, disk, terminal} = await onFullDisk(context);
  await noteOnScreen(terminal);
  await typed(terminal, 'Type BREAK GLASS to go on by hand', 'STOP');
  expect((await terminal.exited).code).toBe(7);
  expect(seenOn(terminal)).toContain('The run is held');
  expect(marksOf(desk)).toEqual([]);
  expect((await verified(desk, disk)).verdict).toMatchObject({ok: true});
});

test('where no place comes back the plain face prints all that stands nowhere, with its hashes, and the run is held', async context => {
  const {desk, disk, terminal} = await onFullDisk(context, ['--plain']);
  // A line of a terminal has 4,095 bytes at the most.
  for (const part of [longNote.slice(0, 2_500), longNote.slice(2_500)]) {
    terminal.type(`note ${part}\r`);
    await eventually(() => seenOn(terminal).replaceAll('\n', '')).toMatch(/Note by [^:]+: They wait|Type BREAK GLASS/);
  }
  // What was meant for something else neither stops the incident nor breaks the glass.
  await typed(terminal, 'Type BREAK GLASS to go on by hand', 'done');
  await typed(terminal, 'Type BREAK GLASS to go on by hand', 'BREAK GLASS');
  await terminal.shows('In memory only. Write down: ');
  terminal.type('done\r');
  await typed(terminal, 'nothing was started', 'override Sam restarted it at the console');
  await typed(terminal, 'Ask how long it takes', 'done');
  expect((await terminal.exited).code).toBe(7);
  const text = seenOn(terminal);
  expect(text).toMatch(/Head of fact \d+: [0-9a-f]{64}/);
  expect(text.replaceAll('\n', '')).toMatch(/ backfill 2\d+t/);
  expect(marksOf(desk)).toEqual([]);
  disk.free();
  expect((await verified(desk, disk)).verdict).toMatchObject({ok: true});
});
