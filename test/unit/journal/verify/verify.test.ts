/** The judge of records: what it calls whole, and that it fails closed on everything else. */
import {rmSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {canonicalJson as canonical} from '../../../../src/base/canonical-json.ts';
import {headOf, link, scan} from '../../../../src/journal/chain.ts';
import {writeLine} from '../../../../src/journal/entry.ts';
import type {Draft} from '../../../../src/journal/journal.ts';
import type {RunDirectory} from '../../../../src/journal/run-directory.ts';
import {runEvidence} from '../../../../src/journal/verify/run-evidence.ts';
import {verifyRun} from '../../../../src/journal/verify/verify.ts';
import {began, note, runStarted} from '../../../support/journals.ts';
import {codes, rewrite, runOnDisk, verified} from '../../../support/recorded-runs.ts';
import {chained, host, signedFacts} from '../../../support/signed-journals.ts';

test('a finished run is whole: chain, seal, note and every file', () => {
  const run = runOnDisk('finished');
  const {hash} = headOf(scan(runEvidence(run).journal ?? new Uint8Array()));

  expect(verified(run)).toEqual({
    ok: true,
    verdict: 'OK',
    state: 'sealed',
    files: 3,
    anchored: false,
    entries: 7,
    head: hash,
    words: expect.stringMatching(/^[a-z]+( [a-z]+){3}$/),
    signed: false,
    signers: [],
    sealedEntries: 0,
    problems: [],
  });
});

test('an open run is whole, too', () => {
  expect(verified(runOnDisk('open'))).toMatchObject({ok: true, state: 'open', verdict: 'OK', entries: 5, problems: []});
});

test('an open run with a torn tail is ok and says so', () => {
  const run = runOnDisk('open');
  writeFileSync(run.journal, '{"hash":"00', {flag: 'a'});

  expect(verified(run)).toMatchObject({ok: true, verdict: 'TORN', entries: 5, problems: [{code: 'torn', seq: 5}]});
});

test.each([
  ['missing', (run: RunDirectory) => rmSync(run.journal)],
  ['empty', (run: RunDirectory) => writeFileSync(run.journal, '')],
  ['broken off in its first entry', (run: RunDirectory) => writeFileSync(run.journal, '{"hash":"00')],
])('a journal that is %s is not ok', (_, change) => {
  const run = runOnDisk('open');
  change(run);

  expect(verified(run)).toMatchObject({ok: false, verdict: 'TRUNCATED', entries: 0, head: '0'.repeat(64)});
  expect(codes(run)).toContain('empty');
});

test.each([
  ['edited', (lines: readonly string[]) => lines.with(2, (lines[2] ?? '').replace('"exit":0', '"exit":1')), 'hash', 2],
  ['reordered', (lines: readonly string[]) => lines.with(1, lines[2] ?? '').with(2, lines[1] ?? ''), 'order', 1],
  ['thinned out', (lines: readonly string[]) => lines.toSpliced(2, 1), 'order', 2],
  [
    'edited in its seal',
    (lines: readonly string[]) => lines.with(6, (lines[6] ?? '').replace('"entries":6', '"entries":5')),
    'hash',
    6,
  ],
])('a journal that was %s is damaged at that entry', (...[, change, code, seq]) => {
  const run = runOnDisk('finished');
  rewrite(run, change);

  expect(verified(run)).toMatchObject({ok: false, verdict: 'DAMAGED', entries: seq});
  expect(verified(run).problems[0]).toMatchObject({code, seq, message: expect.stringMatching(`Entry ${seq} `)});
});

test.each([
  ['does not begin with the start of a run', [note('hello')], 'no-start'],
  ['skips a session', [runStarted(), {...note('later'), session: 3}], 'session'],
  ['goes back to an older session', [runStarted(), {...note('b'), session: 2}, {...note('a'), session: 1}], 'session'],
  ['has a fact of a newer program', [runStarted(), {...note('b'), type: 'teleported'}], 'unknown-type'],
])('a history that %s is not ok though its chain is', (_, drafts, code) => {
  let previous = '0'.repeat(64);
  const journal = drafts.map((said, seq) => {
    const {body, actor, ...over} = said as Draft & Record<string, unknown>;
    const sorted = JSON.parse(
      JSON.stringify({...body, actor, at: '2026-11-23T00:19:57.000Z', monoUs: 0, seq, session: 1, sync: -1, ...over}),
    );
    const line = canonical(sorted);
    previous = link(previous, line);
    return writeLine(previous, line);
  });
  const evidence = {journal: Buffer.from(journal.join('')), readFile: () => undefined, outputFiles: []};

  expect(verifyRun(evidence)).toMatchObject({ok: false, verdict: 'DAMAGED', entries: drafts.length});
  expect(verifyRun(evidence).problems.map(problem => problem.code)).toContain(code);
});

test('a signed record is whole for whoever knows its host, and a chain that is made anew around its seals is not', () => {
  const facts = signedFacts([[note('the venue waits'), 'seal', note('rows are back')]]);
  const judge = (told: typeof facts) =>
    verifyRun({journal: chained(told), readFile: () => undefined, outputFiles: []}, {known: [host.key]});
  const anew = judge(facts.map(fact => (fact.type === 'noted' ? {...fact, text: 'nobody was called'} : fact)));

  expect(judge(facts)).toMatchObject({signed: true, sealedEntries: 4, problems: [{code: 'file-missing'}]});
  expect(anew).toMatchObject({verdict: 'REWRITTEN', problems: [{code: 'seal', seq: 3}, {code: 'file-missing'}]});
});

test.each([
  ['a path that is a number', {step: 7}],
  ['files that are none', {files: 7}],
  ['a host that is a list', {host: []}],
])('%s in a chain that fits is told, and does not stop who judges it', (_what, change) => {
  const facts = signedFacts([[began('restore_rows'), 'seal']]);
  const told = facts.map(fact => (Object.keys(change).some(name => name in fact) ? {...fact, ...change} : fact));
  const judged = verifyRun(
    {journal: chained(told as typeof facts), readFile: () => undefined, outputFiles: []},
    {known: [host.key]},
  );

  expect(judged).toMatchObject({ok: false, verdict: 'REWRITTEN', entries: facts.length});
});
