/** The drill with a person at the keys of a real terminal of 80 by 24: every question answered by hand, the robot only approves. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {deletionRunbook, factsOf, makeDesk, typedName} from '../support/lifeboat.ts';

const drillMs = 120_000;
const slow = {withinMs: 45_000};

test('a person walks through the drill, and it passes', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['drill', deletionRunbook, '--scale', '1000', '--as', 'Sam Vimes']);
  await terminal.shows('DRILL', slow);
  expect(terminal.isAlternateScreen()).toBe(true);
  await terminal.shows('Make an empty PostgreSQL', slow);
  await terminal.shows('Nothing outside this lab is touched.', slow);
  await terminal.shows(/delete \d+ rows/, slow);

  await terminal.shows('This is the deletion; bring back what it', slow);
  await terminal.shows('Enter choose');
  terminal.press('enter');
  await terminal.shows('May the application go on writing', slow);
  await terminal.shows('Enter choose');
  terminal.press('enter');

  await terminal.shows('Where do the lost rows come from?', slow);
  await terminal.shows('Enter choose');
  terminal.press('enter');
  await terminal.shows('They are; bring these back', slow);
  await terminal.shows('Enter choose');
  terminal.press('enter');

  await terminal.shows('Enter type the name', slow);
  expect(terminal.screen().join('\n')).toContain('✔ Go or no-go for writi');
  terminal.press('enter');
  await terminal.shows('Enter hands it in');
  terminal.type('ticketing');
  terminal.press('enter');

  await terminal.shows('Find out how it could happen', slow);
  await terminal.shows('Enter done  Space tick');
  for (const item of ['1', '2', '3']) {
    terminal.press(item);
    await terminal.shows(`${item} [✔]`);
  }
  terminal.press('enter');

  await terminal.shows('The drill passed.', slow);
  await terminal.shows('q quit');
  expect(terminal.screen().every(line => line.length <= 80)).toBe(true);
  terminal.press('q');
  expect(await terminal.exited).toEqual({code: 0, signal: undefined});

  expect(terminal.isAlternateScreen()).toBe(false);
  const said = terminal.scrollback().join('\n');
  expect(said).toContain('DRILL Accidental data deletion: recovered.\nThe drill passed.');
  expect(said.replaceAll('\n', '')).toContain(`Journal: ${join(desk.runDirectory(), 'journal.jsonl')}`);
  expect(findingsOf(desk).filter(({ok}) => !ok)).toEqual([]);
  expectNothingLeft(desk);

  const actors = factsOf(desk).flatMap(({type, actor}) =>
    /^(chosen|ticked|confirmed|approved)$/.test(type) ? [{type, actor}] : [],
  );
  const sam = {name: 'Sam Vimes', via: 'screen'};
  expect(actors).toEqual([
    ...Array.from({length: 4}, () => ({type: 'chosen', actor: sam})),
    {type: 'approved', actor: {name: 'drill robot', via: 'robot'}},
    {type: 'confirmed', actor: sam},
    {type: 'ticked', actor: sam},
    {type: 'ticked', actor: sam},
    {type: 'ticked', actor: sam},
  ]);
});

test('Ctrl-C while the lab is built leaves nothing behind', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['drill', deletionRunbook, '--scale', '1000']);
  await terminal.shows('Make an empty PostgreSQL', slow);
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
  expect(terminal.isAlternateScreen()).toBe(false);
  expectNothingLeft(desk);
});

test('a drill that a person leaves can be gone on with, in its own lab', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['drill', deletionRunbook, '--scale', '1000']);
  await terminal.shows('This is the deletion; bring back what it', slow);
  terminal.press('ctrl-c', 'ctrl-c');
  expect((await terminal.exited).code).toBe(130);
  expect(terminal.scrollback().join('\n')).toContain(`Go on with: ${typedName} resume`);

  const resumed = await desk.lifeboat(['resume']);
  expect({code: resumed.code, failed: findingsOf(desk).filter(({ok}) => !ok)}).toEqual({code: 0, failed: []});
  expectNothingLeft(desk);
});

test('a drill whose terminal goes away ends by itself, and goes on later in its own lab', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['drill', deletionRunbook, '--scale', '1000']);
  await terminal.shows('Enter choose', slow);
  terminal.kill('SIGHUP');
  expect(await terminal.exited).toMatchObject({code: 130});

  const resumed = await desk.lifeboat(['resume', '--auto']);
  expect(resumed.code).toBe(0);
  expect(resumed.stdout).toContain('The drill passed.');
  expectNothingLeft(desk);
});
