/** A fact costs the same in a long run as in a short one, and an item the same in a wide loop: the whole engine, its runners and its disk left out. */
import type {Runbook} from '../../src/runbook/runbook.ts';
import {longRunbook, loopRunbook, runThrough, wideRunbook} from '../support/long-runs.ts';
import {judgeRatio, type Pair, processorMs} from '../support/measuring.ts';

const ratioMax = 1.5;
const rounds = 5;

type Runs = {readonly runbook: Runbook; readonly items?: number; readonly times: number};

/** Processor time of one fact, milliseconds, with everything from opening the run to its end. */
const factMs = async ({runbook, items, times}: Runs): Promise<number> => {
  let facts = 0;
  const ms = await processorMs(async () => {
    for (let time = 0; time < times; time += 1) {
      facts += (await runThrough(runbook, items)).state.facts;
    }
  });
  return ms / facts;
};

/** The same work at both sizes in turn, as many facts on each side. A fact is an item's share: all items have as many. */
const compare = async (what: string, large: Runs, small: Runs): Promise<number> => {
  await factMs({...small, times: 1});
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const peerMs = await factMs(small);
    pairs.push({oursMs: await factMs(large), peerMs});
  }
  return judgeRatio(`${what}, thousand facts`, pairs.map(perThousand), ratioMax);
};

const perThousand = ({oursMs, peerMs}: Pair): Pair => ({oursMs: oursMs * 1_000, peerMs: peerMs * 1_000});

const loop = loopRunbook(64);
const oneByOne = loopRunbook(1);
process.exitCode = Math.max(
  await compare(
    '10,000 steps against 100',
    {runbook: longRunbook(10_000), times: 1},
    {runbook: longRunbook(100), times: 30},
  ),
  await compare(
    'a loop over 5,000 items against 1,250, 64 at a time',
    {runbook: loop, items: 5_000, times: 1},
    {runbook: loop, items: 1_250, times: 2},
  ),
  await compare(
    'a loop over 5,000 items against 1,250, one at a time',
    {runbook: oneByOne, items: 5_000, times: 1},
    {runbook: oneByOne, items: 1_250, times: 2},
  ),
  await compare('200 branches against 50', {runbook: wideRunbook(200), times: 2}, {runbook: wideRunbook(50), times: 4}),
);
