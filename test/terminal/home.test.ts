/** The home screen in a real terminal: what waits is resumed, what fits is found, and nothing starts by one key. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {goToRunbook} from '../support/home-desk.ts';
import {controlsIn, expectNoStackTrace, expectRefusal, factsOf} from '../support/lifeboat.ts';
import {outageDesk, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
`;

const symptoms = `
symptoms:
  - text: The lamp is off
    check: {command: [test, -e, lamp-is-off]}
`;

/** The shop's runbook lies in this folder, so the home screen finds it. */
const homeDesk = () => {
  const {desk} = outageDesk(steps);
  desk.file('shop-outage.yaml', smallRunbook(steps, `inputs: {site: {type: string, ask: "Which site?"}}${symptoms}`));
  return desk;
};

test('where nothing was ever run it says what to do, makes nothing, and q leaves with 0', async () => {
  const desk = homeDesk();
  const screen = desk.terminal([]);
  await screen.shows('Nothing has been run here yet.');
  await screen.shows('npm run drill');
  await screen.shows('The shop is down');
  screen.press('q');
  expect((await screen.exited).code).toBe(0);
  expect(screen.isAlternateScreen()).toBe(false);
  expect(desk.runs()).toEqual([]);
});

test('an incident begins after its word was typed, and asks for what is missing in the usual way', async () => {
  const desk = homeDesk();
  const screen = desk.terminal([]);
  await screen.shows('The shop is down');
  await goToRunbook(screen, 'shop-outage');
  screen.press('i');
  await screen.shows('Is this a real incident?');
  await screen.shows(/^Enter begin {2}Esc back/m);
  screen.press('enter');
  await screen.shows('Nothing was started');
  screen.type('incident');
  await screen.shows('> incident');
  expect(desk.runs()).toEqual([]);
  screen.press('enter');
  await screen.shows('Which site? [site]');
  screen.type('first');
  screen.press('enter');
  await screen.shows('Is the lamp on?');
  await screen.shows(' INCIDENT ');
  expect(factsOf(desk)[0]).toMatchObject({type: 'run-started', mode: 'incident', inputs: {site: 'first'}});
  screen.kill('SIGKILL');
});

test('a run that was left waits at the top, and Enter twice goes on with it', async () => {
  const desk = homeDesk();
  const held = await desk.lifeboat(['run', 'shop-outage', '--auto', '--set', 'site=first']);
  expect(held.code).toBe(7);
  const plain = await desk.lifeboat([]);
  expect(plain).toMatchObject({code: 0, stderr: ''});
  expect(plain.stdout).toMatch(
    /^1 run waits\.\nINCIDENT \w{6}, The shop is down: can be resumed now: .* resume \w{6}$/m,
  );
  expect(plain.stdout).toContain('Waits for Ada Lovelace (db operator, +49 30 1234) since');
  expect(controlsIn(plain.stdout)).toEqual([]);

  const screen = desk.terminal([]);
  await screen.shows('can be resumed now');
  screen.press('enter');
  await screen.shows('Go on with this run?');
  // The first moment of a question takes no key.
  await screen.shows(/^Enter begin {2}Esc back/m);
  screen.press('enter');
  await screen.shows('Is the lamp on?');
  screen.kill('SIGKILL');
});

test('keys that come in one go act on nothing that was not seen yet: no run goes on, and no directory is removed', async () => {
  const desk = homeDesk();
  await desk.lifeboat(['run', 'shop-outage', '--auto', '--set', 'site=first']);
  const before = factsOf(desk);
  const screen = desk.terminal([]);
  await screen.shows('can be resumed now');
  screen.press('\r\r');
  await screen.shows('Go on with this run?');
  await screen.shows('Not read: the key came before');
  await screen.shows(/^Enter begin {2}Esc back/m);
  screen.press('q');
  screen.press('escape');
  await screen.shows('Nothing was started');
  screen.press('ctrl-c');
  expect((await screen.exited).code).toBe(0);
  expect(factsOf(desk)).toEqual(before);
});

test('a run that never began keeps its directory until it was said what Enter removes', async () => {
  const desk = homeDesk();
  const [state, run] = [join(desk.state, 'runs'), '20261101t100000z-shop-outage-nevr22'];
  mkdirSync(join(state, run), {recursive: true, mode: 0o700});
  const screen = desk.terminal([]);
  await screen.shows('nevr22');
  screen.press('\r\r');
  await screen.shows('Resuming it removes its directory.');
  await screen.shows('Not read: the key came before');
  screen.press('ctrl-c');
  expect((await screen.exited).code).toBe(0);
  expect(desk.runs()).toEqual([run]);
});

test('no drill begins by keys that were typed ahead', async () => {
  const desk = homeDesk();
  const screen = desk.terminal([]);
  await screen.shows('The shop is down');
  screen.press('/');
  screen.type('accidental-deletion');
  screen.press('enter');
  await screen.shows('Found for "accidental-deletion"');
  // Runbooks are read one after another: until it stands there, Enter has nothing to open.
  await screen.shows('Accidental data deletion');
  screen.press('\rd\r');
  await screen.shows('Not read: the key came before');
  await screen.shows('i run as INCIDENT');
  screen.press('d\r');
  await screen.shows('This builds a throwaway system');
  await screen.shows('Not read: the key came before');
  screen.press('ctrl-c');
  expect((await screen.exited).code).toBe(0);
  expect(desk.runs()).toEqual([]);
});

test('a run that another process drives is watched', async () => {
  const desk = homeDesk();
  const run = driveRun(desk, ['run', 'shop-outage', '--set', 'site=first', '--as', 'Ada Lovelace']);
  await run.hears({type: 'asked', step: 'look'});
  const screen = desk.terminal([]);
  await screen.shows(/in the hands of .+ process \d+/);
  await screen.shows('Enter watch');
  screen.press('enter');
  await screen.shows(' WATCHING ');
  await screen.shows('q quit');
  screen.press('q');
  expect((await screen.exited).code).toBe(0);
});

test('triage says what it will touch, looks on Enter, and opens what fits', async () => {
  const desk = homeDesk();
  desk.file('lamp-is-off', '');
  const screen = desk.terminal([]);
  await screen.shows('The shop is down');
  screen.press('t');
  await screen.shows('command test -e lamp-is-off: 1 look for shop-outage');
  screen.press('enter');
  await screen.shows(/> FITS {2}The shop is down/);
  await screen.shows('present: The lamp is off');
  screen.press('v');
  screen.type('lapm=1');
  screen.press('enter');
  await screen.shows('No runbook has an input "lapm"');
  screen.press('v');
  screen.type('database=postgres://ops:tuna@db1/shop');
  screen.press('enter');
  await screen.shows('Input "database" is a secret');
  screen.press('v');
  screen.type('tables=orders');
  screen.press('enter');
  await screen.shows('Enter look now');
  screen.press('enter');
  await screen.shows(/> FITS {2}The shop is down/);
  screen.press('enter');
  await screen.shows('i run as INCIDENT');
  screen.press('x');
  await screen.shows('lifeboat lint --proof shop-outage');
  screen.press('escape');
  await screen.shows('OBJECTIVES');
  screen.press('ctrl-c');
  expect((await screen.exited).code).toBe(0);
  expect(desk.runs()).toEqual([]);
});

test('a broken run, a runbook that cannot be read and a resize are taken', async () => {
  const desk = homeDesk();
  mkdirSync(join(desk.state, 'runs'), {recursive: true, mode: 0o700});
  writeFileSync(join(desk.state, 'runs', '20261101t100000z-shop-outage-brkn22'), 'no run');
  desk.file('odd.yaml', 'format: 1\nid: odd\n  torn: [');
  const screen = desk.terminal([], {columns: 100, rows: 30});
  await screen.shows('no directory of a run');
  await screen.shows('cannot be run: line');
  screen.resize(60, 20);
  await screen.shows(/^.{0,60}$/m);
  screen.resize(40, 10);
  await screen.shows('too small');
  screen.resize(80, 24);
  await screen.shows('q quit');
  screen.press('q');
  expect((await screen.exited).code).toBe(0);
  const ended = await desk.lifeboat(['--json']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(JSON.parse(ended.stdout)).toMatchObject({
    runs: 1,
    troubles: [expect.stringContaining('brkn22')],
    runbooks: expect.arrayContaining([expect.objectContaining({id: 'odd', errors: [expect.stringContaining('line')]})]),
  });
});

test('triage takes values, refuses slips and secrets in arguments, and leaves nothing behind', async () => {
  const desk = homeDesk();
  const ended = await desk.lifeboat(['triage', '--set', 'site=first', '--json']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(JSON.parse(ended.stdout)).toMatchObject({
    looked: true,
    touches: [{runbook: 'shop-outage', kind: 'command', target: 'test -e lamp-is-off'}],
    runbooks: expect.arrayContaining([
      expect.objectContaining({
        id: 'shop-outage',
        fit: 'does-not-fit',
        symptoms: [expect.objectContaining({seen: 'absent'})],
      }),
    ]),
  });
  expectNoStackTrace(ended);
  expectRefusal(
    await desk.lifeboat(['triage', '--set', 'siet=first']),
    2,
    /no runbook has an input "siet"[\s\S]*"site"/i,
  );
  expectRefusal(await desk.lifeboat(['triage', '--set', 'database=postgres://x']), 2, 'is a secret');
  expectRefusal(await desk.lifeboat(['triage', '--limit', '1h']), 2, /1s to 5m/);
  expect(desk.runs()).toEqual([]);
});
