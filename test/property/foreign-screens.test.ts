/** Whatever a program prints, a check tells and a runbook says: nothing of it acts on the terminal that the screen is on. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {renderMoment} from '../../src/tui/screens/at-moment.tsx';
import {casesOf} from '../support/case-count.ts';
import {deletion} from '../support/deletion-sample.ts';
import {foreign, isDangerous} from '../support/foreign.ts';
import {replayed} from '../support/replayed.ts';
import {run} from '../support/run.ts';
import {toldSession} from '../support/told-session.ts';

const runs = casesOf({sample: 25, full: 300});

/** Our own colours, and the line feeds between the lines of the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a screen is made of.
const ours = /\x1b\[[0-9;]*m|\n/g;

const withTitles = (text: string): typeof deletion => ({
  ...deletion,
  outline: {
    ...deletion.outline,
    title: text,
    steps: deletion.outline.steps.map(step => ({...step, title: text, why: text, heading: text})),
  },
});

test('no screen with foreign text in all its places holds anything that a terminal obeys', () => {
  fc.assert(
    fc.property(foreign, foreign, fc.constantFrom('failed', 'unknown', 'running'), (text, printed, how) => {
      const timeline = [
        '0s start',
        '1s began stop_writes',
        ...(how === 'running' ? [] : [`5s ${how} stop_writes ${text}`]),
      ];
      const told = run(withTitles(text), [...timeline, `6s skipped stop_writes ${printed}`]);
      const output = [printed, text];
      const sessions = [
        toldSession(run(withTitles(text), timeline), {output}),
        replayed(told, told.facts.length, output),
      ];
      for (const session of sessions) {
        const screen = renderMoment(session, {columns: 80, rows: 24}, 'stop_writes').replaceAll(ours, '');
        expect([...screen].filter(isDangerous)).toEqual([]);
      }
    }),
    {numRuns: runs},
  );
});
