/** What people see while they look about: all that a step printed, a search, the list, several that wait → test/golden/screens/*.txt. */
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {RunSession} from '../../src/run/session.ts';
import {momentOf} from '../../src/tui/moment.ts';
import {press} from '../../src/tui/press/press.ts';
import {renderFrame} from '../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../src/tui/theme.ts';
import {freshView, type View} from '../../src/tui/view.ts';
import {deletion} from '../support/deletion-sample.ts';
import {keyPresses} from '../support/pressed.ts';
import {run} from '../support/run.ts';
import {toldSession} from '../support/told-session.ts';

const text = Buffer.from(
  [
    ...Array.from({length: 400}, (_, row) => `restored row ${row + 1} of payments`),
    `ERROR:  could not read block 7 in file "base/16384/2619"${' of the damaged disk'.repeat(8)}`,
    '\u001b[2Jhostile\u0007',
    'restored the rest',
  ].join('\n'),
);

const session: RunSession = {
  ...toldSession(run(deletion, ['0s start', '1s asked tell_people', '2s began stop_writes', '3s asked allow_repair'])),
  printed: () => ({bytes: () => text.length, read: (offset, bytesMax) => text.subarray(offset, offset + bytesMax)}),
};

const scenes: {readonly [name: string]: readonly string[]} = {
  'several-waiting': [],
  'next-waiting': ['.'],
  'output-following': [',', 'L'],
  'output-anywhere': [',', 'L', 'home', 'page-down', 'page-down'],
  'output-searching': [',', 'L', '/', 'type:error'],
  'list-searching': ['tab', '/', 'type:repair'],
  'list-found': ['tab', '/', 'type:re', 'enter', 'n'],
  'help-of-output': [',', 'L', '?'],
};

const found = (view: View): View =>
  view.dialog.kind === 'output'
    ? {
        ...view,
        dialog: {
          kind: 'output',
          output: {
            ...view.dialog.output,
            top: text.indexOf('restored row 396 '),
            search: {
              needle: 'error',
              place: text.indexOf('ERROR'),
              isLooking: false,
              count: 1_204,
              isCounted: true,
              number: 3,
            },
          },
        },
      }
    : view;

describe.each([
  [80, 24],
  [60, 20],
  [120, 40],
])('at %i×%i', (columns, rows) => {
  const moment = momentOf(session);
  const viewAfter = (keys: readonly string[]): View =>
    keys.flatMap(keyPresses).reduce((view, key) => press(view, key, moment).view, {...freshView, rows});
  const picture = (view: View): string => renderFrame({moment, view, size: {columns, rows}, glyphs: unicodeGlyphs});

  test.each(Object.entries(scenes))('%s looks as it was reviewed', async (name, keys) => {
    await expect(`${picture(viewAfter(keys))}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, 'screens', `${name}-${columns}x${rows}.txt`),
    );
  });

  test('refused-at-length looks as it was reviewed: a refusal is read to its end', async () => {
    const why =
      '/home/ada/evidence/alert-2026-11-23.png does not exist; look whether it was moved, and give its path again.';
    const notice = `Refused: ${why}`;
    await expect(`${picture({...freshView, notice})}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, 'screens', `refused-at-length-${columns}x${rows}.txt`),
    );
  });

  test('output-found looks as it was reviewed', async () => {
    await expect(`${picture(found(viewAfter([',', 'L'])))}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, 'screens', `output-found-${columns}x${rows}.txt`),
    );
  });
});
