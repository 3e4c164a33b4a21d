/** A duration is the same number of seconds wherever it is shown, and what is shown adds up. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatClockMs, formatDurationMs, leftAsShownMs, wholeSecondsMs} from '../../src/base/duration.ts';
import {spokenDuration} from '../../src/report/spoken-duration.ts';
import {timeSentences} from '../../src/report/time-sentences.ts';
import {shortTime} from '../../src/tui/lines/ghost-words.ts';
import {headerLines} from '../../src/tui/lines/header-lines.ts';
import {momentOf} from '../../src/tui/moment.ts';
import {unicodeGlyphs} from '../../src/tui/theme.ts';
import {casesOf} from '../support/case-count.ts';
import {deletion} from '../support/deletion-sample.ts';
import {run} from '../support/run.ts';
import {toldSession} from '../support/told-session.ts';

const numRuns = casesOf({sample: 300, full: 10_000});
const hourMs = 3_600_000;
const belowAnHour = fc.integer({min: 1_000, max: hourMs - 1});

/** `00:12`, `1:02:00`, `3 min 05 s`, `12 seconds`, `6m30s` as seconds. */
const secondsOf = (text: string): number => {
  const clock = /^(?:(\d+):)?(\d+):(\d+)$/.exec(text);
  const [hours = 0, minutes = 0, seconds = 0] = clock
    ? clock.slice(1).map(part => Number(part ?? 0))
    : [/(\d+) ?h/, /(\d+) ?m/, /([\d.]+) ?s/].map(unit => Number(unit.exec(text)?.[1] ?? 0));
  return hours * 3_600 + minutes * 60 + Math.floor(seconds);
};

test('a clock, a panel, a sentence and a list say the same number of seconds', () => {
  fc.assert(
    fc.property(belowAnHour, durationMs => {
      const seconds = Math.floor(durationMs / 1_000);
      expect([formatClockMs, formatDurationMs, spokenDuration].map(spelled => secondsOf(spelled(durationMs)))).toEqual([
        seconds,
        seconds,
        seconds,
      ]);
      expect(secondsOf(shortTime(durationMs))).toBe(seconds < 600 ? seconds : Math.floor(seconds / 60) * 60);
    }),
    {numRuns},
  );
});

test('what is used and what is left are the objective, and so they stand in the header and in the sentences', () => {
  const told = run(deletion, ['0s start', '1s asked tell_people'], {mode: 'incident'});
  fc.assert(
    fc.property(fc.integer({min: 1_000, max: 3 * hourMs}), passedMs => {
      const session = toldSession(told, {nowMs: told.lastMs + passedMs});
      const header = headerLines(momentOf(session), 100, unicodeGlyphs)
        .flatMap(line => line.map(({text}) => text))
        .join('');
      const [, used = '', left = '', missed = ''] =
        /([\d:]+) used {2}(?:([\d:]+) left|MISSED by ([\d:]+))/.exec(header) ?? [];
      const rtoS = (told.state.objectives.rtoMs ?? 0) / 1_000;
      expect(secondsOf(used) + (left === '' ? -secondsOf(missed) : secondsOf(left))).toBe(rtoS);
      const said = timeSentences(session.state(), session.nowMs()).join(' ');
      const [, usedWords = ''] = / hour: (.+?) used,/.exec(said) ?? [];
      expect(secondsOf(usedWords)).toBe(
        secondsOf(used) < 3_600 ? secondsOf(used) : Math.floor(secondsOf(used) / 60) * 60,
      );
    }),
    {numRuns: casesOf({sample: 60, full: 2_000})},
  );
});

test('used and left are whole seconds at every moment', () => {
  fc.assert(
    fc.property(belowAnHour, usedMs => {
      expect(wholeSecondsMs(usedMs) + leftAsShownMs(hourMs, usedMs)).toBe(hourMs);
    }),
    {numRuns},
  );
});
