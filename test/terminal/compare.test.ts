/** `replay --against` and `replay --with`, as a drill leader uses them after a drill: on a terminal, in a pipe, and as JSON. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {controlsIn, expectRefusal, factsOf, makeLastingDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: way
    title: Choose the way back
    estimate: 1m
    decision:
      ask: Which copy is newer?
      branches:
        disk:
          title: The one on the disk
          steps:
            - id: mount
              title: Mount the disk
              estimate: 1m
              command: [/usr/bin/printf, 'mounted \\033[2Jsda1']
        tape:
          title: The one on the tape
          steps:
            - id: rewind
              title: Rewind the tape
              estimate: 1m
              command: [/bin/echo, rewound 17 metres]
  - id: copy
    title: Copy the files
    estimate: 1m
    command: [/bin/echo, copied 17 files]
`;

/** The next version: the copy is checked, which would leave a mark, and the tape has another name. */
const changed = (folder: string): string =>
  smallRunbook(
    `${steps.replace('        tape:', '        ribbon:').trimEnd()}
  - id: check
    title: Check the copy
    effects: read
    estimate: {p50: 7m, p90: 9m}
    command: [/usr/bin/touch, ${join(folder, 'executed')}]
`,
  ).replace('version: 1.0.0', 'version: 2.0.0');

const desk = makeLastingDesk();
let runs: readonly [string, string];
let next: string;

beforeAll(async () => {
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps));
  next = desk.file('next.yaml', changed(desk.directory));
  const begun: string[] = [];
  for (const way of ['disk', 'tape']) {
    const ended = await desk.lifeboat(['run', runbook, '--answers', desk.file(`${way}.yaml`, `way: ${way}`)]);
    expect(ended.code).toBe(0);
    // Within one second the order of their names is chance.
    begun.push(desk.runs().find(run => !begun.includes(run)) ?? 'none');
  }
  const [former = '', latest = ''] = begun;
  runs = [former, latest];
});

test('in a pipe two runs are told in sentences, and nothing in them obeys what a step printed', async () => {
  const {code, stdout, stderr} = await desk.lifeboat(['replay', runs[1], '--against', runs[0]]);
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toContain('They part at Choose the way back [way]: A chose tape, B chose disk.');
  expect(stdout).toMatch(/Rewind the tape \[way:tape\/rewind\]: A done.*; B not reached\./);
  expect(controlsIn(stdout)).toEqual([]);
});

test('with --json it is one object, with the difference of each step', async () => {
  const {code, stdout} = await desk.lifeboat(['replay', runs[1], '--against', runs[0], '--json']);
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(Object.keys(told)).toEqual(['a', 'b', 'parts', 'steps']);
  expect(told).toMatchObject({a: {run: runs[1]}, b: {run: runs[0]}, parts: {step: 'way', why: 'choice'}});
  const copy = told.steps.find(({path}: {path: string}) => path === 'copy');
  expect(copy.differenceMs).toBe(copy.a.ownMs - copy.b.ownMs);
});

test('on a terminal one goes through the steps, looks at both attempts and leaves, and the terminal is as it was', async () => {
  const terminal = desk.terminal(['replay', runs[1].slice(-6), '--against', runs[0].slice(-6)]);
  await terminal.shows('They part at Choose the way back');
  expect(terminal.isAlternateScreen()).toBe(true);
  await terminal.shows(/>✔✔ +Choose the way back/);
  terminal.press('down');
  await terminal.shows(/>–✔ +Mount the disk/);
  terminal.press('enter');
  await terminal.shows('Only B came to it.');
  // What it printed would clear the screen if it were obeyed.
  await terminal.shows('mounted ␛[2Jsda1');
  terminal.press('escape');
  await terminal.shows(/>–✔ +Mount the disk/);
  terminal.press('l');
  await terminal.shows('both 00:00 after the start of the clock');
  terminal.press('escape');
  await terminal.shows(/Line 2 of 6 ─/);
  terminal.press('s');
  await terminal.shows('A is run');
  terminal.press('escape');
  terminal.resize(60, 20);
  await terminal.shows(/Enter open.*\? help/);
  terminal.resize(40, 10);
  await terminal.shows('too small');
  terminal.resize(80, 24);
  await terminal.shows(/>–✔ +Mount the disk/);
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.isAlternateScreen()).toBe(false);
});

test('Ctrl-C leaves it too, and nothing that is typed can change a run', async () => {
  const before = factsOf(desk);
  const terminal = desk.terminal(['replay', runs[1], '--against', runs[0]]);
  await terminal.shows('COMPARE');
  terminal.press('r', 'x', 'enter', 'r', 'ctrl-c');
  expect((await terminal.exited).code).toBe(0);
  expect(factsOf(desk)).toEqual(before);
});

test('another version is gone through without doing anything of it', async () => {
  const {code, stdout, stderr} = await desk.lifeboat(['replay', runs[1], '--with', next]);
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toMatch(
    /They part at fact \d+, .*: tape, which was chosen at Choose the way back \[way\], is no branch/,
  );
  expect(stdout).toContain('ribbon is followed, which is what the record fits:');
  expect(stdout).toMatch(/The RTA would have been 7 min \d\d s, late 9 min \d\d s, RTO 1 h met; .* of it estimated\./);
  expect(stdout).toContain('Check the copy [check]: done, 7 min 00 s estimated; the record does not have it.');
  expect(existsSync(join(desk.directory, 'executed'))).toBe(false);
});

test('with --json the parting, the finish, the differences and the choices are told as data', async () => {
  const {stdout} = await desk.lifeboat(['replay', runs[1], '--with', next, '--json']);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({
    parts: {type: 'chosen', step: 'way', why: 'choice', wants: ['way']},
    finish: {estimatedMs: 420_000, rtoMs: 3_600_000, met: true, lateMet: true},
    stop: null,
    choices: [{step: 'way', followed: 'ribbon'}],
  });
  const sources = told.steps.map(({path, source}: {path: string; source: string}) => [path, source]);
  expect(sources).toContainEqual(['check', 'estimated']);
  expect(sources).toContainEqual(['copy', 'measured']);
});

test('by its own pinned text the run never parts', async () => {
  const own = join(desk.directory, 'shop-outage.yaml');
  const {stdout} = await desk.lifeboat(['replay', runs[1], '--with', own, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    parts: null,
    stop: null,
    differences: [],
    choices: [],
    finish: {estimatedMs: 0},
  });
});

test('on a terminal the parting and the estimated steps are seen', async () => {
  const terminal = desk.terminal(['replay', runs[1], '--with', next]);
  await terminal.shows('WHAT IF');
  await terminal.shows(/Check the copy +– +07:00 estimated +new/);
  terminal.press('d', 'enter');
  await terminal.shows('Its time is estimated.');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
});

test('what cannot be compared is refused with a way out', async () => {
  expectRefusal(await desk.lifeboat(['replay', runs[1], '--against', 'zzzzzz']), 2, /There is no run "zzzzzz"/);
  expectRefusal(
    await desk.lifeboat(['replay', runs[1], '--with', 'nothing-here']),
    2,
    /There is no runbook "nothing-here"/,
  );
  const wrong = desk.file('wrong.yaml', smallRunbook(steps).replace('end: recovered', 'end: recoverd'));
  const refused = await desk.lifeboat(['replay', runs[1], '--with', wrong]);
  expectRefusal(refused, 3, /wrong\.yaml has 1 error/);
  const both = await desk.lifeboat(['replay', runs[1], '--with', next, '--against', runs[0]]);
  expect(both.code).toBe(2);
});
