/** The frame that is painted before Ink is loaded is the one that Ink then draws, of a replay as well. */
import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import {expect, test} from 'vitest';
import type {RunSession} from '../../../src/run/session.ts';
import {openAtOnce} from '../../../src/tui/open-at-once.ts';
import {renderMoment} from '../../../src/tui/screens/at-moment.tsx';
import {deletion} from '../../support/deletion-sample.ts';
import {replayed} from '../../support/replayed.ts';
import {run} from '../../support/run.ts';
import {toldSession} from '../../support/told-session.ts';

const size = {columns: 80, rows: 24};
const lab = {title: 'First', phases: [], note: 'Nothing yet.', leaving: 'leaves'} as const;

/** What stands on the terminal in the turn in which the session is shown; Ink is loaded after it. */
const paintedFirst = async (session: RunSession): Promise<string> => {
  const stdin = Object.assign(new PassThrough(), {setRawMode: () => stdin});
  const stdout = Object.assign(new PassThrough(), {...size, hasColors: () => false});
  const screen = openAtOnce(lab, {stdin, stdout} as unknown as NonNullable<Parameters<typeof openAtOnce>[1]>);
  screen.showRun(session);
  const written = String(stdout.read());
  screen.close();
  const terminal = new xterm.Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true});
  await new Promise<void>(resolve => terminal.write(written, resolve));
  const {active} = terminal.buffer;
  return Array.from({length: size.rows}, (_, row) => active.getLine(row)?.translateToString().trimEnd()).join('\n');
};

const told = run(deletion, ['0s start', '1s began stop_writes', '5s succeeded stop_writes', '6s asked choose_path']);

test.each([0, 2, told.facts.length])('a replay of which %i facts are shown', async at => {
  const session = replayed(told, at);
  expect(await paintedFirst(session)).toBe(renderMoment(session, size));
});

test('a run that nobody is asked about', async () => {
  const session = toldSession(run(deletion, ['0s start', '1s began stop_writes']));
  expect(await paintedFirst(session)).toBe(renderMoment(session, size));
});
