/** The run as a forest of pure machines: what must hold for every runbook and every history. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import type {Position} from '../../src/machine/position.ts';
import {beforeStart} from '../../src/machine/position.ts';
import {statusesAt} from '../../src/machine/status.ts';
import {wanted} from '../../src/machine/wanted.ts';
import type {Fact} from '../../src/run/event.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import {differences} from '../support/agreement.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {candidates, started, walk} from '../support/histories.ts';
import {recordedLater} from '../support/recorded-later.ts';

const runs = casesOf({sample: 80, full: 1_000});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 60});

const wantedTexts = (position: Position) =>
  wanted(position).map(({want, path, attempt}) => `${want} ${path}#${attempt}`);

test('after a crash behind any fact, the same facts give the same position and the same wanted effects', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, (runbook, choices) => {
      const forest = compile(runbook);
      const lines: string[] = [];
      const seen: {wanted: string[]; statuses: [string, string][]}[] = [];
      walk(forest, choices, {
        from: beforeStart,
        first: started(runbook),
        taken: (body, position) => {
          lines.push(JSON.stringify(recordedLater(body, lines.length)));
          seen.push({wanted: wantedTexts(position), statuses: [...statusesAt(position)]});
        },
      });

      // The resumed program compiles the pinned text anew and knows nothing but the lines of the journal.
      const again = compile(structuredClone(runbook));
      // The third time it remembers the ways that it went before, as it does in a loop.
      for (const _time of [1, 2, 3]) {
        let position: Position = beforeStart;
        lines.forEach((line, index) => {
          const next = advance(again, position, JSON.parse(line) as Fact);
          expect(next).not.toBe(position);
          position = next;
          expect({wanted: wantedTexts(position), statuses: [...statusesAt(position)]}).toEqual(seen[index]);
        });
      }
    }),
    {numRuns: runs},
  );
});

test('the status of a step by position is its status in RunState, after every fact', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, (runbook, choices) => {
      const state = notStarted(outlineOf(runbook));
      let seq = 0;
      walk(compile(runbook), choices, {
        from: beforeStart,
        first: started(runbook),
        taken: (body, position) => {
          apply(state, recordedLater(body, seq));
          seq += 1;
          expect(differences(state, position)).toEqual([]);
        },
      });
    }),
    {numRuns: runs},
  );
});

test('a fact that the machine refuses leaves the very same position', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, (runbook, choices) => {
      const forest = compile(runbook);
      const position = walk(forest, choices, {from: beforeStart, first: started(runbook), taken: () => {}});
      const elsewhere = [...forest.blocks.values()].flatMap(({key, steps}) =>
        [...steps.keys()].map(id => (key === '' ? id : `${key}/${id}`)),
      );
      const here = new Set(wanted(position).map(({path}) => path));
      for (const path of elsewhere.filter(path => !here.has(path) && !statusesAt(position).has(path))) {
        expect(advance(forest, position, {type: 'began', step: path, attempt: 1})).toBe(position);
        expect(advance(forest, position, {type: 'overridden', step: path, reason: 'no'})).toBe(position);
      }
      expect(advance(forest, position, started(runbook))).toBe(position);
    }),
    {numRuns: runs},
  );
});

test('whatever happened, something is wanted or the run has ended, and nothing wanted is a dead end', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, (runbook, choices) => {
      const forest = compile(runbook);
      walk(forest, choices, {
        from: beforeStart,
        first: started(runbook),
        taken: (_body, position) => {
          const items = wanted(position);
          expect(position.status === 'ended' || items.length > 0).toBe(true);
          for (const item of items) {
            const ways = candidates(item).filter(body => advance(forest, position, body) !== position);
            expect(`${item.want} ${item.path}: ${ways.length > 0}`).toBe(`${item.want} ${item.path}: true`);
          }
        },
      });
    }),
    {numRuns: runs},
  );
});
