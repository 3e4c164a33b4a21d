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

test('the questions that were asked are seen as they were, without a way to answer', async () => {
  const asked = factsOf(desk).findIndex(({type}) => type === 'asked');
  const {stdout} = await at(String(asked));
  expect(stdout).toContain('Which copy is newer?');
  expect(stdout).toContain('The one on the tape');
  expect(stdout).not.toContain('Enter choose');
});
