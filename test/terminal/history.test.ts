/** What runs teach the next one, and what of their runbook nobody has gone through: real runs, real records. */
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Desk} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: way
    title: Choose the way
    decision:
      ask: How does the shop come back?
      branches:
        restart:
          title: Restart it
          steps:
            - id: restart
              title: Restart the shop
              estimate: 20m
              command: [/bin/true]
              undo: {command: [/bin/false]}
        wait: Wait for the provider
  - id: look
    title: Look at the shop
    effects: read
    estimate: 5m
    command: [/bin/echo, up]
`;

type Outlined = {readonly id: string; readonly estimate: {readonly p50Ms: number}; readonly learntFrom?: number};

/** The steps of the run that has come since, by what it has pinned. */
const outlined = (desk: Desk, before: readonly string[]): ReadonlyMap<string, Outlined> => {
  const [newest = ''] = desk.runs().filter(run => !before.includes(run));
  const outline = JSON.parse(readFileSync(join(desk.state, 'runs', newest, 'outline.json'), 'utf8'));
  return new Map(outline.steps.map((step: Outlined) => [step.id, step]));
};

test('three runs teach the fourth how long its steps take, until the step does something else', {
  timeout: 60_000,
}, async () => {
  const {desk, runbook} = outageDesk(steps);
  const answers = desk.file('answers.yaml', 'way: restart\n');
  const recover = async () => {
    const before = desk.runs();
    const ended = await desk.lifeboat(['run', runbook, '--answers', answers, '--plain']);
    expect(ended).toMatchObject({code: 0});
    return outlined(desk, before).get('look');
  };
  await recover();
  await recover();
  expect(await recover()).toMatchObject({estimate: {p50Ms: 300_000}});
  // Nobody has looked at the runs yet: their journals are read.
  const taught = await recover();
  expect(taught?.learntFrom).toBe(3);
  expect(taught?.estimate.p50Ms).toBeLessThan(300_000);

  const told = await desk.lifeboat(['history', runbook, '--json']);
  expect(told).toMatchObject({code: 0, stderr: ''});
  const [history] = JSON.parse(told.stdout).runbooks;
  expect(history).toMatchObject({runbook: 'shop-outage', drills: 0, incidents: 4, trends: []});
  expect(history.runs).toHaveLength(4);
  expect(history.debt.never.map(({kind, path}: {kind: string; path: string}) => `${kind} ${path}`)).toEqual([
    'undo way:restart/restart',
    'branch way:wait',
  ]);
  expect(history.steps.find(({path}: {path: string}) => path === 'look')).toMatchObject({
    estimateMs: {p50: 300_000, p90: 300_000},
    drill: null,
    incident: {runs: 4},
  });

  writeFileSync(runbook, readFileSync(runbook, 'utf8').replace('[/bin/echo, up]', '[/bin/echo, "still up"]'));
  const changed = await desk.lifeboat(['history', runbook]);
  expect(changed.stdout).toContain('Drill debt: 2 of 5 parts never gone through, 1 changed since.\n');
  expect(changed.stdout).toMatch(/Changed since they were gone through:\n {2}step look, Look at the shop: last /);
  expect(await recover()).toMatchObject({estimate: {p50Ms: 300_000}});
  expect((await desk.lifeboat(['verify', readdirSync(join(desk.state, 'runs')).sort().at(-1) ?? ''])).code).toBe(0);

  // What was kept in brief proves nothing: without it the same is read from the records.
  const before = (await desk.lifeboat(['history', runbook])).stdout;
  rmSync(join(desk.state, 'cache'), {recursive: true});
  expect((await desk.lifeboat(['history', runbook])).stdout).toBe(before);
});

test('runs of a runbook that is gone are told, and one that is nowhere is refused', async () => {
  const {desk, runbook} = outageDesk(steps);
  const none = await desk.lifeboat(['history', runbook]);
  expect(none).toMatchObject({code: 0, stderr: ''});
  expect(none.stdout).toContain('shop-outage, The shop is down: 0 drills, 0 passed; 0 incidents.\n');
  const answers = desk.file('answers.yaml', 'way: wait\n');
  expect(await desk.lifeboat(['run', runbook, '--answers', answers, '--plain'])).toMatchObject({code: 0});
  rmSync(runbook);
  const gone = await desk.lifeboat(['history', 'shop-outage']);
  expect(gone).toMatchObject({code: 0, stderr: ''});
  expect(gone.stdout).toContain('The runbook is not here, or has errors, so what is owed is not known.\n');
  expect(await desk.lifeboat(['history', 'no-such-runbook'])).toMatchObject({code: 2, stdout: ''});
});
