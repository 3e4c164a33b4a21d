/** Ctrl-C: a menu over a run that is live, the way out where there is nothing that could be aborted. */
import {describe, expect, test} from 'vitest';
import type {RunSession} from '../../../../src/run/session.ts';
import {momentOf} from '../../../../src/tui/moment.ts';
import {renderFrame} from '../../../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressedOn} from '../../../support/pressed.ts';
import {replayed} from '../../../support/replayed.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const working = run(deletion, ['0s start', '1s began stop_writes']);
const over = run(deletion, ['0s start', '1s began stop_writes', '2s ended aborted the wrong runbook']);

const intoOutput = ['tab', 'home', 'down', 'tab', 'L'];

const lastLine = (session: RunSession, keys: readonly string[]): string =>
  renderFrame({
    moment: momentOf(session),
    view: pressedOn(session, keys).view,
    size: {columns: 120, rows: 24},
    glyphs: unicodeGlyphs,
  })
    .trimEnd()
    .split('\n')
    .at(-1) ?? '';

describe.each<[string, () => RunSession, string]>([
  ['a replay', () => replayed(working), 'left'],
  ['a run that another process drives', () => ({...toldSession(working), watches: true}), 'left'],
  ['a run that is over', () => toldSession(over), 'ended'],
])('in %s', (_, session, why) => {
  test.each([
    ['the page', []],
    ['the output of a step', intoOutput],
  ])('Ctrl-C over %s leaves, and is called so', (__, keys) => {
    const {view, exits} = pressedOn(session(), [...keys, 'ctrl-c']);
    expect(view.dialog.kind).toBe(keys.length > 0 ? 'output' : 'none');
    expect(exits).toEqual([why]);
    expect(lastLine(session(), keys)).toContain(' quit');
    expect(lastLine(session(), keys)).not.toContain('menu');
  });
});

test('over the output of a run that is live Ctrl-C opens the menu, and leaves only when it is pressed again', () => {
  const session = toldSession(working);
  expect(pressedOn(session, [...intoOutput, 'ctrl-c'])).toMatchObject({view: {dialog: {kind: 'menu'}}, exits: []});
  expect(pressedOn(session, [...intoOutput, 'ctrl-c', 'ctrl-c']).exits).toEqual(['interrupted']);
  expect(lastLine(session, intoOutput)).toContain('Ctrl-C menu');
});
