/** What is said in the rule for as long as it is so. */
import {expect, test} from 'vitest';
import {noticeLines} from '../../../../src/tui/lines/rule-lines.ts';
import {momentOf} from '../../../../src/tui/moment.ts';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import {freshView} from '../../../../src/tui/view.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const told = run(deletion, ['0s start', '1s asked tell_people']);
const ruleAt = (sessions: number, afterMs: number): string => {
  const session = toldSession(told, {nowMs: told.lastMs + afterMs});
  const state = {...session.state(), sessions, sessionOpenedAtMs: told.lastMs};
  const moment = {...momentOf(session), state};
  return noticeLines({moment, view: freshView, columns: 80, glyphs: unicodeGlyphs}, undefined)
    .flatMap(line => line.map(({text}) => text))
    .join('');
};

test('a run that was resumed says so for a minute, with the time and the session', () => {
  expect(ruleAt(2, 0)).toMatch(/RESUMED at \d\d:\d\d:\d\d UTC after a break: session 2/);
  expect(ruleAt(2, 59_000)).toContain('RESUMED');
  expect(ruleAt(2, 60_000)).not.toContain('RESUMED');
  expect(ruleAt(1, 0)).not.toContain('RESUMED');
});
