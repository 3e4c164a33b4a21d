/** `lifeboat verify` fails closed: what was edited, cut, reordered or forged since is told from what is whole. */
import {copyFileSync, rmSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Edit, finishedRun, same} from '../support/edited-record.ts';
import {typedName} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';

const {desk, edited} = finishedRun();

test('a whole record is OK, and that nobody outside vouches for it is said large', async () => {
  const {desk: copy, run} = edited(same);
  const words = await copy.lifeboat(['verify', run]);
  expect(words).toMatchObject({code: 0, stderr: ''});
  expect(words.stdout).toMatch(
    new RegExp(`^OK   UNANCHORED   ${run}\n\\d+ facts, head [0-9a-f]{64}\nhead in words: (\\w+ ?){4}\n`),
  );

  const json = await copy.lifeboat(['verify', run.slice(-6), '--json']);
  expect(JSON.parse(json.stdout)).toEqual({
    ok: true,
    state: 'sealed',
    verdict: 'OK',
    anchored: false,
    entries: expect.any(Number),
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
    words: expect.stringMatching(/^\w+ \w+ \w+ \w+$/),
    signed: true,
    signers: [{key: expect.stringMatching(/^SHA256:/), host: hostname(), known: true}],
    sealedEntries: expect.any(Number),
    files: 4,
    approvals: 0,
    operators: [],
    problems: [],
  });
});

test('it says that the run is sealed, what was checked, and on which host', async () => {
  const {desk: copy, run} = edited(same);
  const {stdout} = await copy.lifeboat(['verify', run]);
  expect(stdout).toContain('\nThe run has ended and is sealed: nothing may follow.\n');
  expect(stdout).toMatch(
    /^Checked: the chain of \d+ facts, the seal, the signatures of its seals, 4 files by their digests and that the runbook's machine allows this history\./m,
  );
  expect(stdout).toContain(`Recorded on ${hostname()}, checked on ${hostname()}.`);
});

test('an open run does not read like a sealed one', async () => {
  const {desk: copy, run, directory} = edited(lines => lines.slice(0, -2));
  rmSync(join(directory, 'seals'), {recursive: true});
  const {code, stdout} = await copy.lifeboat(['verify', run]);
  expect(code).toBe(0);
  expect(stdout).toContain('The run is OPEN: it has not ended, so its last seal is not set yet');
  expect(stdout).not.toContain('the seal,');
});

test('a damaged record is not told to be of a run that goes on', async () => {
  const {desk: copy, run} = edited(lines => lines.map(line => line.replace('copied 17 files', 'copied 18 files')));
  const {code, stdout} = await copy.lifeboat(['verify', run]);
  expect(code).toBe(8);
  expect(stdout).toContain('\nWhether the run has ended is not known');
  expect(stdout).not.toMatch(/OPEN|when the run goes on/);
});

test('a sealed run whose seals are gone does not verify, and resume writes the note again', async () => {
  const {desk: copy, run, directory} = edited(same);
  rmSync(join(directory, 'seals'), {recursive: true});
  const {code, stdout} = await copy.lifeboat(['verify', run]);
  expect(code).toBe(8);
  expect(stdout).toContain('head-note: The run is sealed, but seals/head.note is missing');
  expect((await copy.lifeboat(['resume', run])).stdout).toContain(
    'Its seals/head.note was missing and is written again.',
  );
  expect((await copy.lifeboat(['verify', run])).code).toBe(0);
});

test('a head that was written down elsewhere anchors it, and a wrong one is a rewritten record', async () => {
  const {desk: copy, run} = edited(same);
  const {entries, head} = JSON.parse((await copy.lifeboat(['verify', run, '--json'])).stdout);
  const anchored = await copy.lifeboat(['verify', run, '--json', '--anchor', `${entries}:${head.slice(0, 32)}`]);
  expect({code: anchored.code, ...JSON.parse(anchored.stdout)}).toMatchObject({code: 0, ok: true, anchored: true});
  const wrong = await copy.lifeboat(['verify', run, '--json', '--anchor', `${entries}:${'0'.repeat(32)}`]);
  expect({code: wrong.code, ...JSON.parse(wrong.stdout)}).toMatchObject({code: 8, ok: false, verdict: 'REWRITTEN'});
  expect((await copy.lifeboat(['verify', run, '--anchor', 'abc'])).code).toBe(2);
});

const swapped: Edit = lines =>
  lines.map((line, at) => (at === 3 ? (lines[4] ?? '') : at === 4 ? (lines[3] ?? '') : line));

test.each<readonly [string, Edit, string]>([
  ['edited', lines => lines.map(line => line.replace('copied 17 files', 'copied 18 files')), 'DAMAGED'],
  ['reordered', swapped, 'DAMAGED'],
  ['with a line taken out', lines => lines.filter((_line, at) => at !== 3), 'DAMAGED'],
  ['with a line twice', lines => lines.flatMap((line, at) => (at === 3 ? [line, line] : [line])), 'DAMAGED'],
  ['without its seal', lines => lines.slice(0, -1), 'TRUNCATED'],
  ['without its end', lines => lines.slice(0, -2), 'TRUNCATED'],
  ['with something after its seal', lines => [...lines, '{"hash":"'], 'DAMAGED'],
  ['empty', () => [], 'TRUNCATED'],
  ['that is no journal at all', () => ['rows were restored, trust me'], 'TRUNCATED'],
])('a journal %s does not verify', async (_what, edit, verdict) => {
  const {desk: copy, run} = edited(edit);
  const json = await copy.lifeboat(['verify', run, '--json']);
  const {ok, verdict: found, problems} = JSON.parse(json.stdout);
  expect({code: json.code, ok, found}).toEqual({code: 8, ok: false, found: verdict});
  expect(problems).not.toEqual([]);
  const words = await copy.lifeboat(['verify', run]);
  expect(words.code).toBe(8);
  expect(words.stdout.startsWith(verdict)).toBe(true);
});

test.each(['runbook.yaml', 'outline.json', 'plan.yaml', 'output/copy#1.log'])(
  'a changed %s does not verify',
  async file => {
    const {desk: copy, run, directory} = edited(same);
    const path = join(directory, file);
    const text = contentOf(path);
    rmSync(path);
    writeFileSync(path, text.replace(/files|down|Ada/, 'Eve'));
    const {code, stdout} = await copy.lifeboat(['verify', run, '--json']);
    expect({code, ok: JSON.parse(stdout).ok}).toEqual({code: 8, ok: false});
  },
);

test('another run’s journal in the place of this one does not verify', async () => {
  const {desk: copy, run: older, directory} = edited(same);
  expect((await copy.lifeboat(['run', join(desk.directory, 'shop-outage.yaml')])).code).toBe(0);
  const newer = copy.runs().find(run => run !== older) ?? '';
  copyFileSync(join(copy.state, 'runs', newer, 'journal.jsonl'), join(directory, 'journal.jsonl'));
  expect((await copy.lifeboat(['verify', older])).code).toBe(8);
  expect((await copy.lifeboat(['verify', newer])).code).toBe(0);
});

test('other commands do not believe a damaged journal either', async () => {
  const {desk: copy, run} = edited(lines => lines.map(line => line.replace('copied 17 files', 'copied 18 files')));
  for (const command of ['show', 'replay']) {
    const ended = await copy.lifeboat([command, run]);
    expect({command, code: ended.code, stdout: ended.stdout}).toEqual({command, code: 8, stdout: ''});
    expect(ended.stderr).toContain(`${typedName} verify ${run} says more.`);
  }
});
