/** Answers in a drill block: which steps they mean, in what is included too. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../src/base/result.ts';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const way = (...names: readonly string[]) =>
  `- {id: way, title: Way, decision: {ask: Which?, branches: {${names.map(name => `${name}: Go`).join(', ')}}}}`;

const child = runbookText(
  `${way('dump', 'replay')}
- id: share
  title: Each
  foreach:
    in: "['a', 'b']"
    steps: [{id: look, title: Look, instruction: Look at it}]
- id: checks
  title: Look at all
  group:
    order: any
    steps:
      - {id: replica, title: Replica, instruction: Look}
      - {id: backup, title: Backup, instruction: Look}
- {id: wipe, title: Wipe, each: {in: "['a']"}, estimate: 1m, command: ["wipe", "\${item}"]}${recovered}`,
  {
    // It counts where this runbook is drilled by itself.
    top: 'drill: {lab: none, answers: {way: dump}}',
  },
).replace('id: test-runbook', 'id: rebuild');

const saidOf = (answers: string): readonly string[] => {
  const text = runbookText(
    `${way('quick', 'slow')}
- {id: again, title: Rebuild, include: {runbook: rebuild, inputs: {database: "\${inputs.database}", table: "\${inputs.table}", password: "\${inputs.password}"}}}${recovered}`,
    {top: `drill: {lab: none, answers: {${answers}}}`},
  );
  const beside = (path: string) => (path === 'included/rebuild.yaml' ? succeed(child) : fail('not there'));
  return loadRunbook(text, {today: '2026-11-24', beside}).diagnostics.map(
    ({code, message, span}) => `${code} ${message} at ${text.slice(span.from, span.to)}`,
  );
};

test('a step of an included runbook is answered by its path or its id', () => {
  expect(saidOf('way: quick, again/way: dump, look: done')).toEqual([]);
  expect(saidOf('way: quick, again/way: {value: replay, reason: it is newer}')).toEqual([]);
});

test('in a loop a path may name one item, or all; a step with "each" as well', () => {
  expect(saidOf('again/way: dump, "again/share[1]/look": done, again/share/look: cannot')).toEqual([]);
  expect(saidOf('again/way: dump, "again/wipe[0]": a, again/wipe: a')).toEqual([]);
});

test('what names nothing is found, by path too', () => {
  expect(saidOf('again/wy: dump')).toEqual(['drill/unknown-answer there is no step "again/wy" at again/wy']);
  expect(saidOf('"again[0]/way": dump')).toEqual([
    'drill/unknown-answer there is no step "again[0]/way" at "again[0]/way"',
  ]);
  expect(saidOf('"way:quick/look": done')).toEqual([
    'drill/unknown-answer there is no step "way:quick/look" at "way:quick/look"',
  ]);
  expect(saidOf('Way: quick')).toMatchObject([expect.stringContaining('must be a step by its id')]);
});

test('a word must be a branch of each step that it is for', () => {
  expect(saidOf('way: quick, again/way: quick')).toEqual([
    'drill/unknown-answer decision "again/way" has no branch "quick" at quick',
  ]);
  // An id means the included step as well, unless that has an answer of its own.
  expect(saidOf('way: quick')).toEqual(['drill/unknown-answer decision "again/way" has no branch "quick" at quick']);
  expect(saidOf('again/way: {reason: none}, way: true')).toEqual([
    'drill/unknown-answer decision "again/way" has no branch "null" at {reason: none}',
    'drill/unknown-answer decision "way" has no branch "true" at true',
  ]);
});

test('a group in any order is answered with its steps in the order that they are picked in', () => {
  expect(saidOf('way: quick, again/way: dump, checks: [backup, replica]')).toEqual([]);
  expect(saidOf('way: quick, again/way: dump, checks: backup')).toEqual([]);
  expect(saidOf('again/way: dump, checks: [backup, replca, 7]')).toEqual([
    'drill/unknown-answer group "again/checks" has no step "replca" at replca',
  ]);
  expect(saidOf('again/way: dump, checks: {value: [look], reason: smaller first}')).toEqual([
    'drill/unknown-answer group "again/checks" has no step "look" at look',
  ]);
});
