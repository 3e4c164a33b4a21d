/** The run screen of a run of any length, on a real terminal: for measurements. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {openTerminal, type Terminal} from './terminal.ts';

const root = join(import.meta.dirname, '../..');

/** So many instructions, in groups of ten with headings, a group counted among its ten. Nobody answers the first. */
const longAskingText = (steps: number): string => `format: 1
id: long-look
version: 1.0.0
title: Look at everything
scenario: routine
summary: Every machine of both sites is looked at.
owner: database_administrator
objectives: {rto: 8h, rpo: none}
clock: {start: declaration, stop: service_restored}
steps:
${Array.from({length: steps / 10}, (_, index) => part(index)).join('')}\
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

const part = (index: number): string => `\
  - {heading: Rack ${index}}
  - id: rack_${index}
    title: Rack ${index}
    group:
      steps:
${Array.from({length: 9}, (_, step) => `        - {id: look_${index * 9 + step}, title: Look at machine ${index * 9 + step}, estimate: 20s, instruction: Look at its lamps}\n`).join('')}`;

export type LongScreen = {readonly terminal: Terminal; readonly close: () => Promise<void>};

/** Opens it and waits until it can be answered. */
export const openLongScreen = async (steps: number): Promise<LongScreen> => {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, {recursive: true});
  const directory = mkdtempSync(join(cache, 'long-screen-'));
  const file = join(directory, 'long-look.yaml');
  writeFileSync(file, longAskingText(steps));
  const terminal = openTerminal(process.execPath, [join(root, 'dist/lifeboat.mjs'), 'run', file], {
    cwd: directory,
    env: {LIFEBOAT_STATE: join(directory, 'state')},
    columns: 120,
    rows: 40,
  });
  await terminal.shows('Enter done', {withinMs: 60_000});
  return {
    terminal,
    close: async () => {
      terminal.kill('SIGKILL');
      await terminal.exited;
      rmSync(directory, {recursive: true, force: true});
    },
  };
};
