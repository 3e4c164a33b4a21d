/** Killed anywhere, by SIGKILL: at every call that changes something outside, and at any moment. What was recorded stands, and nothing is done twice. */

import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, expect, test} from 'vitest';
import {campaign} from '../support/campaign.ts';
import {casesOf} from '../support/case-count.ts';
import {type CrashDesk, type Death, makeCrashDesk, removeCrashDesks} from '../support/crash-desk.ts';
import {bringToEnd} from '../support/crash-ending.ts';
import {judgeDeath, judgeEnd} from '../support/crash-judge.ts';
import {contentOf, processesOf} from '../support/processes.ts';

const runs = {sample: 8, full: 300};
/** With CI=true more than there are, so all of them. */
const points = {sample: 8, full: 400};
const tornPoints = {sample: 4, full: 200};
const hours = 3_600_000;

const started = ['run', 'shop-outage.yaml', '--auto', '--answers', 'answers.yaml'];
const resumed = ['resume', '--auto', '--answers', 'answers.yaml'];

// Those of cases that went wrong.
afterAll(removeCrashDesks);

type Role = Death['in'];

/** The calls of an undisturbed life, in order, as `lifeboat fsync runs`. */
const callsOf = async (
  prepare: (desk: CrashDesk) => Promise<void>,
  args: readonly string[],
): Promise<readonly string[]> => {
  const desk = makeCrashDesk();
  const list = join(desk.directory, 'calls');
  await prepare(desk);
  const life = desk.start(args, {list});
  life.child.stdin?.end();
  await life.ended;
  const calls = contentOf(list).split('\n').filter(Boolean);
  desk.remove();
  return calls;
};

/** Before each call, which is after the one before it, and after those that set another process going. */
const deathsOf = (role: Role, calls: readonly string[]): readonly Death[] =>
  calls
    .filter(call => call.startsWith(`${role} `))
    .flatMap((call, index) => [
      {in: role, at: index + 1, when: 'before'} as const,
      ...(call.startsWith(`${role} spawn`) ? [{in: role, at: index + 1, when: 'after'} as const] : []),
    ]);

/** Spread over the whole list, so that a sample sees all of it. */
const sampleOf = <One>(all: readonly One[], count: number): readonly One[] =>
  count >= all.length
    ? all
    : all.filter(
        (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
      );

/** Dies there, is brought to its end, and judged. */
const dieOnce = async (desk: CrashDesk, args: readonly string[], death: Death) => {
  const life = desk.start(args, {death});
  life.child.stdin?.end();
  const {code, signal} = await life.ended;
  const atDeath = judgeDeath(desk);
  const ended = code === 0 ? [] : await bringToEnd(desk);
  return {hasDied: signal === 'SIGKILL' || death.in === 'keeper', problems: [...atDeath, ...ended, ...judgeEnd(desk)]};
};

test(
  'killed at every call that changes something outside, engine or keeper, a run loses nothing and repeats nothing',
  async () => {
    const calls = await callsOf(async () => {}, started);
    const deaths = (['lifeboat', 'keeper'] as const).flatMap(role => deathsOf(role, calls));
    const tried = sampleOf(deaths, casesOf(points));
    const died = await campaign(tried, async death => {
      const desk = makeCrashDesk();
      const {hasDied, problems} = await dieOnce(desk, started, death);
      desk.remove();
      return {problems, counts: hasDied};
    });

    // Fewer would mean that a call is not seen: files of a new run that are synced together are one point each.
    expect(deaths.length).toBeGreaterThanOrEqual(130);
    expect(died).toBeGreaterThan(tried.length * 0.9);
  },
  hours,
);

/** Dead in the middle of its first step, with half a line at the end of its journal. */
const tear = async (desk: CrashDesk): Promise<void> => {
  const life = desk.start(started);
  life.child.stdin?.end();
  await new Promise<void>(resolve => {
    life.child.stdout?.on('data', () => {
      if (life.lines().some(({type}) => type === 'began')) {
        resolve();
      }
    });
  });
  life.child.kill('SIGKILL');
  await life.ended;
  appendFileSync(join(desk.run() ?? '', 'journal.jsonl'), '{"hash":"half');
};

test(
  'killed at every call while it resumes and removes a torn tail, a run loses nothing and repeats nothing',
  async () => {
    const calls = await callsOf(tear, resumed);
    const deaths = deathsOf('lifeboat', calls);
    const tried = sampleOf(deaths, casesOf(tornPoints));
    const died = await campaign(tried, async death => {
      const desk = makeCrashDesk();
      await tear(desk);
      const {hasDied, problems} = await dieOnce(desk, resumed, death);
      const isKept = readFileSync(join(desk.run() ?? '', 'journal.jsonl'), 'utf8').includes('"type":"tail-removed"');
      desk.remove();
      return {
        problems: [...problems, ...(isKept ? [] : ['the torn tail was removed without a word'])],
        counts: hasDied,
      };
    });

    expect(died).toBeGreaterThan(tried.length * 0.8);
  },
  hours,
);

/** Whom the kill hits, and when; a run takes about so long. */
const kill = fc.record({
  who: fc.constantFrom('engine', 'engine', 'engine', 'keeper', 'both', 'all'),
  afterMs: fc.nat({max: 1_100}),
});

const killAt = async (
  desk: CrashDesk,
  args: readonly string[],
  {who, afterMs}: {readonly who: string; readonly afterMs: number},
) => {
  const life = desk.start(args);
  life.child.stdin?.end();
  const timer = setTimeout(() => strike(desk, life.child.pid ?? 0, who), afterMs);
  const {code} = await life.ended;
  clearTimeout(timer);
  return code;
};

const strike = (desk: CrashDesk, engine: number, who: string): void => {
  const others = who === 'engine' ? [] : processesOf(desk.directory).filter(pid => pid !== engine);
  const victims =
    who === 'all' ? others : others.filter(pid => contentOf(`/proc/${pid}/cmdline`).includes('keeper.cjs'));
  for (const pid of [...(who === 'keeper' ? [] : [engine]), ...victims]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
};

test(
  'killed at any moment, engine, keeper, both, or all that it started, and again while it resumes, a run loses nothing and repeats nothing',
  async () => {
    const cases = fc.sample(fc.array(kill, {minLength: 1, maxLength: 2}), casesOf(runs));
    await campaign(cases, async kills => {
      const desk = makeCrashDesk();
      const problems: string[] = [];
      for (const [turn, one] of kills.entries()) {
        const code = await killAt(desk, turn === 0 ? started : resumed, one);
        problems.push(...judgeDeath(desk));
        if (code !== null && code !== 0 && code !== 7) {
          problems.push(`the program ended with ${code}`);
        }
      }
      problems.push(...(await bringToEnd(desk)), ...judgeEnd(desk));
      desk.remove();
      return {problems, counts: true};
    });
  },
  hours,
);
