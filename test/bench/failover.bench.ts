/** The outage that a client sees when the primary is lost: by the shipped runbook, against an expert's script of the bare tools. */
import {execFile, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {promisify} from 'node:util';
import {connect} from '../../src/postgres/connect.ts';
import {judgeRatio, type Pair} from '../support/measuring.ts';
import {must} from '../support/postgres-must.ts';
import {type FailoverPair, makeFailoverPair, startWriter} from './recovery/failover-pair.ts';

const ratioMax = 1.5;
const rounds = Number(process.env.LIFEBOAT_ROUNDS ?? 3);
const root = join(import.meta.dirname, '../..');
const writesBefore = 100;

const answers = `path: fail_over
fence_by_hand: done
may_promote: Grace Hopper
promote: ticketing
root_cause: done
archive_by_hand: done
backup_by_hand: done
rebuild_by_hand: done
`;

type Way = (pair: FailoverPair) => Promise<void>;

const ended = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {cwd: root, env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', text => {
        said += String(text);
      });
    }
    child.once('close', code =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said.slice(-2_000)}`)),
    );
  });

const byHand: Way = ({bin, port, from, to, pooler}) =>
  ended(join(root, 'test/bench/recovery/fail-over-by-hand.sh'), [], {
    BIN: bin,
    PORT: String(port),
    FROM: from,
    TO: to,
    POOLER: pooler.config,
    PPORT: String(pooler.port),
    DATABASE: 'ticketing',
  });

/** From the start of the program on: detection, the fence that a person answers for, promotion, and the pooler. */
const byRunbook: Way = async pair => {
  const work = mkdtempSync('/var/tmp/lifeboat-bench-');
  const [given, inputs] = [join(work, 'answers.yaml'), join(work, 'inputs.yaml')];
  writeFileSync(given, answers);
  writeFileSync(
    inputs,
    `standby: "${pair.uri(pair.to)}"
lost_at: "${new Date().toISOString()}"
client: "postgres://postgres@127.0.0.1:${pair.pooler.port}/ticketing"
pooler_config: "${pair.pooler.config}"
pooler_console: "postgres://postgres@127.0.0.1:${pair.pooler.port}/pgbouncer"
`,
    {mode: 0o600},
  );
  const runbook = join(root, 'runbooks/infrastructure/primary-lost.yaml');
  const args = [join(root, 'dist', 'lifeboat.mjs'), 'run', runbook, '--auto', '--inputs', inputs, '--answers', given];
  await ended(process.execPath, args, {LIFEBOAT_STATE: join(work, 'state'), DIRECT_URL: pair.uri(pair.from)});
  process.stdout.write(`  ${await stepTimes(join(work, 'state'))}\n`);
  rmSync(work, {recursive: true, force: true});
};

type Shown = {
  readonly run: string;
  readonly steps: readonly {readonly id: string; readonly elapsedMs: number | null}[];
};

/** What the record says of each step that took any time. */
const stepTimes = async (state: string): Promise<string> => {
  const shown = async (...words: readonly string[]) => {
    const {stdout} = await promisify(execFile)(
      process.execPath,
      [join(root, 'dist', 'lifeboat.mjs'), ...words, '--json'],
      {
        env: {...process.env, LIFEBOAT_STATE: state},
      },
    );
    return JSON.parse(stdout);
  };
  const [run]: readonly Shown[] = await shown('runs');
  const {steps}: Shown = await shown('show', run?.run ?? '');
  return steps
    .filter(({elapsedMs}) => (elapsedMs ?? 0) > 20)
    .map(({id, elapsedMs}) => `${id} ${elapsedMs}`)
    .join(', ');
};

/** The longest time between two acknowledged writes, and whether all of them are on the new primary. */
const outage = async (way: Way): Promise<number> => {
  const pair = await makeFailoverPair();
  const writer = startWriter(pair);
  try {
    while (writer.acknowledged().length < writesBefore) {
      await delay(10);
    }
    await pair.lose();
    const before = writer.acknowledged().length;
    await way(pair);
    while (writer.acknowledged().length < before + writesBefore) {
      await delay(10);
    }
    await writer.stop();
    const acknowledged = writer.acknowledged();
    const connection = must(await connect(pair.uri(pair.to)));
    const there = must(
      await connection.run('select count(*)::int as n from heartbeat where id = any($1)', [
        acknowledged.map(({id}) => id),
      ]),
    );
    await connection.close();
    const lost = acknowledged.length - Number(there.at(-1)?.rows[0]?.n);
    const gaps = acknowledged.slice(1).map(({atMs}, at) => atMs - (acknowledged[at]?.atMs ?? atMs));
    process.stdout.write(
      `${way.name}: ${Math.round(Math.max(...gaps))} ms of outage, ${lost} of ${acknowledged.length} writes lost\n`,
    );
    return Math.max(...gaps);
  } finally {
    await writer.stop();
    await pair.remove();
  }
};

const pairs: Pair[] = [];
for (let round = 0; round < rounds; round += 1) {
  const peerMs = await outage(byHand);
  pairs.push({peerMs, oursMs: await outage(byRunbook)});
}
process.exitCode = judgeRatio('failover, outage as a client sees it', pairs, ratioMax);
