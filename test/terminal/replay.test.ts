/** `lifeboat replay`: the recorded run in the screen of the live one, at one moment or with the keys. */
import {beforeAll, expect, test} from 'vitest';
import {controlsIn, expectRefusal, factsOf, makeLastingDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - heading: Bring it back
  - id: way
    title: Choose the way back
    decision:
      ask: Which copy is newer?
      branches:
        disk: The one on the disk
        tape:
          title: The one on the tape
          steps:
            - id: rewind
              title: Rewind the tape
              estimate: 1m
              command: [/bin/echo, rewound 17 metres]
  - id: copy
    title: Copy the files
    why: The shop serves these files.
    estimate: 1m
    command: [/bin/echo, copied 17 files]
`;

const desk = makeLastingDesk();
let run: string;

beforeAll(async () => {
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps));
  const ended = await desk.lifeboat(['run', runbook, '--answers', desk.file('answers.yaml', 'way: tape')]);
  expect(ended.code).toBe(0);
  run = desk.runs()[0] ?? '';
});

const at = (moment: string) => desk.lifeboat(['replay', run, '--at', moment]);

test('a moment is printed once, as the screen of 80 by 24 that it was', async () => {
  const {code, stdout, stderr} = await at('copy');
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  const lines = stdout.split('\n').slice(0, -1);
  expect(lines).toHaveLength(24);
  expect(lines.every(line => line.length <= 80)).toBe(true);
  expect(lines[0]).toMatch(/^ REPLAY +INCIDENT +The shop is down/);
  expect(stdout).toMatch(/✔ Copy the files/);
  expect(stdout).toMatch(/· Service restored/);
  expect(controlsIn(stdout)).toEqual([]);
});

test('a step inside a branch is found by its id, as authors and people call it', async () => {
  const byPath = await at('way:tape/rewind');
  expect(byPath.stdout).toMatch(/✔ {3}Rewind the tape/);
  expect(await at('rewind')).toEqual(byPath);
});

test('a number is a fact, and a time of day is everything until then', async () => {
  const first = await at('0');
  expect(first.stdout).toMatch(/· Choose the way back/);
  const last = String(factsOf(desk).length - 1);
  const end = await at(last);
  expect(end.stdout).toContain('recovered');
  expect(await at('2999-01-01T00:00:00Z')).toEqual(end);
});

test('a moment that there is not is refused with what there is', async () => {
  expectRefusal(await at('copyy'), 2, /"copyy" is no step.*It came to way, way:tape\/rewind, copy/);
  expectRefusal(await at('999'), 2, /The record ends at fact \d+; 999 is beyond it/);
  expectRefusal(await at('1999-01-01T00:00:00Z'), 2, 'The run had not begun at 1999');
});

test('without a terminal the whole run is told line by line, and with --json fact by fact', async () => {
  const plain = await desk.lifeboat(['replay', run]);
  expect(plain).toMatchObject({code: 0, stderr: ''});
  expect(plain.stdout).toMatch(/^The times are of \d{4}-\d\d-\d\d, UTC\.\n/);
  expect(plain.stdout).toContain('| copied 17 files');
  expect(plain.stdout).toMatch(/Copy the files: began\.[\s\S]*Copy the files: done[\s\S]*The run ended: recovered\./);
  const json = await desk.lifeboat(['replay', run, '--json']);
  expect(
    json.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual(factsOf(desk));
});

test('on a terminal it begins at the start, keys move in it, and nothing can be changed', async () => {
  const before = factsOf(desk);
  const terminal = desk.terminal(['replay', run.slice(-6)]);
  await terminal.shows('Space play  ← back  → on  ] mark  : go to  + faster  Tab steps  q quit  ? help');
  await terminal.shows(/· Copy the files/);
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('end');
  await terminal.shows(`fact ${before.length - 1}, the last is ${before.length - 1}`);
  await terminal.shows(/✔ Copy the files/);
  terminal.press('left');
  await terminal.shows(`fact ${before.length - 2}, the last is`);
  terminal.press('home', 'right', 'right');
  await terminal.shows('fact 1, the last is');
  terminal.press('r', 's', 'enter', 'p');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(factsOf(desk)).toEqual(before);
});

test('space plays it to its end by the times of the record, at the speed that is shown', async () => {
  const last = factsOf(desk).length - 1;
  const terminal = desk.terminal(['replay', run]);
  await terminal.shows('PAUSED 1x');
  terminal.press(...'+++++++++', 'space');
  await terminal.shows(`PAUSED 1000x`);
  await terminal.shows(`fact ${last}, the last is ${last}`);
  await terminal.shows('This is the last fact.');
  terminal.press('-', 'i');
  await terminal.shows(/PAUSED 500x.*silences cut/);
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
});

test('it is gone to marks and to what one types, and what is not there is said', async () => {
  const facts = factsOf(desk);
  const chosen = facts.findIndex(({type}) => type === 'chosen');
  const restored = facts.findIndex(fact => fact.type === 'succeeded' && fact.milestone !== undefined);
  const terminal = desk.terminal(['replay', run]);
  await terminal.shows('before the first fact');
  terminal.press('d');
  await terminal.shows(`fact ${chosen}, the last is`);
  await terminal.shows('prepared answers: chose tape');
  terminal.press('m');
  await terminal.shows(`fact ${restored}, the last is`);
  terminal.press('x');
  await terminal.shows('There is no deviation after this.');
  terminal.press(':');
  await terminal.shows('Go to: a time (03:12)');
  terminal.type('rewind');
  terminal.press('enter');
  await terminal.shows('Its id: way:tape/rewind');
  await terminal.shows('rewound 17 metres');
  terminal.press(':');
  terminal.type('soon');
  terminal.press('enter');
  await terminal.shows('"soon" is no step that this run came to');
  terminal.press('escape');
  await terminal.shows('Given up.');
  terminal.press('?');
  await terminal.shows('Replay: one fact back.');
  terminal.press('q', 'q');
  expect((await terminal.exited).code).toBe(0);
});

test('what a step printed is not shown before the record knows it, and why is said', async () => {
  const facts = factsOf(desk);
  const began = facts.findIndex(fact => fact.type === 'began' && fact.step === 'copy');
  const before = await at(String(began));
  expect(before.stdout).not.toContain('copied 17 files\n');
  expect(before.stdout).toContain('no line of it has a time of its');
  expect((await at('copy')).stdout).toContain('┊ copied 17 files');
});

test('a minute is said to be taken up to its end, and a fact without a sentence is named', async () => {
  const clock = /T(\d\d:\d\d)/.exec(String(factsOf(desk).at(-1)?.at))?.[1] ?? '';
  expect((await desk.lifeboat(['replay', run, '--at', clock, '--plain'])).stdout).toContain(
    `${clock} is taken up to its end, ${clock}:59.`,
  );
  const first = (await desk.lifeboat(['replay', run, '--at', '1', '--plain'])).stdout;
  expect(first).toMatch(/^The last fact, by .+: session opened\.$/m);
});

test('a moment is told in words with --plain and as one object with --json', async () => {
  const plain = await desk.lifeboat(['replay', run, '--at', 'copy', '--plain']);
  expect(plain).toMatchObject({code: 0, stderr: ''});
  expect(plain.stdout).toMatch(/^The run as it was at .* UTC, .* after its start: fact \d+, the last is \d+\./);
  expect(plain.stdout).toMatch(
    /The last fact, by the engine:\n.*Copy the files: done[\s\S]*still open[\s\S]*done +Copy the files/,
  );
  const json = await desk.lifeboat(['replay', run, '--at', 'copy', '--json']);
  const moment = JSON.parse(json.stdout);
  expect(moment).toMatchObject({outcome: null, fact: {type: 'succeeded', step: 'copy'}, asked: []});
  expect(moment.facts).toBe(moment.fact.seq + 1);
  expect(moment.steps.find(({path}: {path: string}) => path === 'copy').status).toBe('succeeded');
});

test('after the start and before the end are moments too', async () => {
  expect((await at('+0s')).stdout).toMatch(/· Choose the way back/);
  expect((await at('-0s')).stdout).toContain('recovered');
  expectRefusal(await at('+soon'), 2, '"+soon" is no step');
});

test('the questions that were asked are seen as they were, without a way to answer', async () => {
  const asked = factsOf(desk).findIndex(({type}) => type === 'asked');
  const {stdout} = await at(String(asked));
  expect(stdout).toContain('Which copy is newer?');
  expect(stdout).toContain('The one on the tape');
  expect(stdout).not.toContain('Enter choose');
});
