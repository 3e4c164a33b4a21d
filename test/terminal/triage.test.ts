/** Triage that is left in the middle, in real processes: what it started has ended before the program has, or before a run begins. */
import {existsSync, mkdirSync, readdirSync, readFileSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {listProcesses} from '../../src/runners/process-table.ts';
import {goToRunbook} from '../support/home-desk.ts';
import {controlsIn, type Desk, eventually} from '../support/lifeboat.ts';
import {outageDesk, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
`;

/** Hears no request to end, and has started something in a session of its own that does not either. */
const stubborn = `
trap '' TERM INT HUP
setsid sh -c 'trap "" TERM INT HUP; echo $$ >> looks; while :; do sleep 1; done' &
echo $$ >> looks
while :; do sleep 1; done
`;

/** Its triage looks for a minute unless it is ended; the place for temporary files is its own. */
const lookingDesk = () => {
  const {desk} = outageDesk(steps);
  const symptoms = 'symptoms: [{text: The lamp is off, check: {command: [sh, look.sh], within: 1m}}]\n';
  desk.file('shop-outage.yaml', smallRunbook(steps, symptoms));
  desk.file('look.sh', stubborn);
  mkdirSync(join(desk.directory, 'tmp'));
  return {desk, env: {TMPDIR: join(desk.directory, 'tmp')}};
};

const looksOf = ({directory}: Desk): readonly number[] =>
  existsSync(join(directory, 'looks'))
    ? readFileSync(join(directory, 'looks'), 'utf8').split('\n').slice(0, -1).map(Number)
    : [];

/** One that has ended, and that nobody has collected, does not count. */
const living = (desk: Desk): readonly number[] => {
  const looks = looksOf(desk);
  return listProcesses().flatMap(({pid}) => (looks.includes(pid) ? [pid] : []));
};

const leftIn = ({directory}: Desk): readonly string[] => readdirSync(join(directory, 'tmp'));

/** The home screen, while triage looks. */
const homeLooking = async () => {
  const {desk, env} = lookingDesk();
  const screen = desk.terminal([], {env});
  await screen.shows('The shop is down');
  screen.press('t');
  await screen.shows('1 look for shop-outage');
  screen.press('enter');
  await screen.shows('Looking: 0 of');
  await eventually(() => living(desk).length).toBe(2);
  return {desk, screen};
};

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 130],
] as const)('triage ends what it started and leaves nothing behind on %s', async (signal, code) => {
  const {desk, env} = lookingDesk();
  const started = desk.start(['triage', '--limit', '2m'], {env});
  await eventually(() => living(desk).length).toBe(2);
  started.child.kill(signal);
  expect(await started.ended).toMatchObject({code, stderr: ''});
  expect(living(desk)).toEqual([]);
  expect(leftIn(desk)).toEqual([]);
});

test.each(['ctrl-c', 'q'])('home that is left with %s while triage looks ends what triage started', async key => {
  const {desk, screen} = await homeLooking();
  screen.press(key);
  expect((await screen.exited).code).toBe(0);
  expect(living(desk)).toEqual([]);
  expect(leftIn(desk)).toEqual([]);
});

test('a run that is begun from home begins after triage has ended', async () => {
  const {desk, screen} = await homeLooking();
  screen.press('escape');
  await screen.shows('What waits, and what can be run');
  await goToRunbook(screen, 'shop-outage');
  screen.press('i');
  await screen.shows(/^Enter begin {2}Esc back/m);
  screen.type('incident');
  await screen.shows('> incident');
  expect(living(desk)).toHaveLength(2);
  screen.press('enter');
  await eventually(() => desk.runs().length).toBe(1);
  expect(living(desk)).toEqual([]);
  await screen.shows('Is the lamp on?');
  expect(leftIn(desk)).toEqual([]);
  screen.kill('SIGKILL');
});

test('a terminal that goes away, and a request to end, end what triage started from home', async () => {
  const gone = await homeLooking();
  gone.screen.hangUp();
  await eventually(() => listProcesses().some(({pid}) => pid === gone.screen.pid)).toBe(false);
  expect(living(gone.desk)).toEqual([]);
  expect(leftIn(gone.desk)).toEqual([]);
  // Nor is it a fault of ours that is told in a log.
  expect(existsSync(gone.desk.state)).toBe(false);

  const ended = await homeLooking();
  ended.screen.kill('SIGTERM');
  expect(await ended.screen.exited).toEqual({code: 143, signal: undefined});
  expect(ended.screen.isAlternateScreen()).toBe(false);
  expect(living(ended.desk)).toEqual([]);
  expect(leftIn(ended.desk)).toEqual([]);
});

test('what a kill left is removed a day later, and not while anything of it still runs', async () => {
  const {desk, env} = lookingDesk();
  const started = desk.start(['triage', '--limit', '2m'], {env});
  await eventually(() => living(desk).length).toBe(2);
  await started.kill();
  const [left = ''] = leftIn(desk);
  expect(left).toMatch(/^lifeboat-triage-/);
  desk.file('look.sh', 'exit 1\n');
  const next = () => desk.lifeboat(['triage', '--json'], {env});

  utimesSync(join(env.TMPDIR, left), 0, 0);
  await next();
  expect(leftIn(desk)).toEqual([left]);

  for (const pid of looksOf(desk)) {
    process.kill(pid, 'SIGKILL');
  }
  await eventually(() => living(desk)).toEqual([]);
  utimesSync(join(env.TMPDIR, left), new Date(), new Date());
  await next();
  expect(leftIn(desk)).toEqual([left]);

  utimesSync(join(env.TMPDIR, left), 0, 0);
  await eventually(async () => {
    await next();
    return leftIn(desk);
  }).toEqual([]);
});

test('what a check printed comes to a program to the last character, and nothing of it acts on a terminal', async () => {
  const {desk, env} = lookingDesk();
  desk.file('look.sh', String.raw`printf 'lamp\302\2332J\177\342\200\256off'`);
  const {stdout} = await desk.lifeboat(['triage', '--json'], {env});
  expect(controlsIn(stdout)).toEqual([]);
  expect(stdout).not.toContain('\u202e');
  const {runbooks}: {runbooks: readonly {id: string; symptoms: readonly {detail?: string}[]}[]} = JSON.parse(stdout);
  expect(runbooks.find(({id}) => id === 'shop-outage')?.symptoms[0]?.detail).toContain('lamp\u009b2J\x7f\u202eoff');
});
