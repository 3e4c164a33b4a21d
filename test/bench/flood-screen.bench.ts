/** The screen while a step floods: how often it is drawn. Nobody sees more than that, and each frame is time that the reading lacks. */
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {terminalEnvironment} from '../support/terminal-environment.ts';

const framesPerSecondMax = 20;
/** How every frame begins (src/tui/paint.ts): a synchronized update. */
const frameBegins = '\x1b[?2026h';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'flood-screen-'));

const runbook = `format: 1
id: flood
version: 1.0.0
title: A step that floods
scenario: routine
summary: Prints.
owner: database_administrator
objectives: {rto: none, rpo: none}
clock: {start: declaration, stop: service_restored}
steps:
  - id: print
    title: Print
    effects: none
    estimate: 10s
    command: [sh, -c, 'seq -f "restored row %012.0f of the table payments" 1 10000000; echo "all of it"']
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

const isOver = (): boolean => {
  const runs = join(directory, 'state', 'runs');
  const [run] = existsSync(runs) ? readdirSync(runs) : [];
  const journal = join(runs, run ?? '', 'journal.jsonl');
  return existsSync(journal) && readFileSync(journal, 'utf8').includes('"type":"sealed"');
};

const frameTimes = (file: string): Promise<readonly number[]> =>
  new Promise(resolve => {
    const times: number[] = [];
    const program = spawn(process.execPath, [join(root, 'dist/lifeboat.mjs'), 'run', file], {
      cols: 120,
      rows: 40,
      cwd: directory,
      env: terminalEnvironment({LIFEBOAT_STATE: join(directory, 'state')}),
    });
    program.onData(data => {
      times.push(...Array.from({length: data.split(frameBegins).length - 1}, () => performance.now()));
    });
    const look = setInterval(() => {
      if (isOver()) {
        clearInterval(look);
        program.kill();
      }
    }, 100);
    program.onExit(() => resolve(times));
  });

try {
  const file = join(directory, 'flood.yaml');
  writeFileSync(file, runbook);
  const times = await frameTimes(file);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  const perSecond = times.length / seconds;
  const most = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1_000).length));
  const isWithin = times.length > 20 && most <= framesPerSecondMax;
  process.stdout.write(
    `frames of the screen while a step floods: ${most} in the fullest second, ${isWithin ? 'within' : 'MISSED'} ${framesPerSecondMax} (${times.length} in ${seconds.toFixed(1)} s, ${perSecond.toFixed(1)} a second)\n`,
  );
  process.exitCode = isWithin ? 0 : 1;
} finally {
  rmSync(directory, {recursive: true, force: true});
}
