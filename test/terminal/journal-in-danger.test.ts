/** Somebody else lays hands on the journal, before the eyes of the real program: it writes no more, follows nothing, and says so. */
import {spawnSync} from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, expectNoStackTrace} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {marksOf, outageDesk, restartBetweenQuestions} from '../support/small-runbook.ts';

/** What is done to the journal, and how the program calls it when it is to go on in it. */
type Deed = readonly [name: string, deed: (journal: string, victim: string) => void, resumed: RegExp | undefined];

const deeds: readonly Deed[] = [
  ['deleted', journal => rmSync(journal), /never started/],
  [
    'replaced by a copy',
    journal => {
      const bytes = readFileSync(journal);
      rmSync(journal);
      writeFileSync(journal, bytes, {mode: 0o600});
    },
    // The very same bytes in another file are the same journal to whoever comes later.
    undefined,
  ],
  ['cut in a line', journal => truncateSync(journal, 1_000), /damaged|never started/],
  ['opened to others', journal => chmodSync(journal, 0o666), /Other users may write to .*chmod go-w/],
  ['added to', journal => appendFileSync(journal, '{"hash":"0000\n'), undefined],
  [
    'replaced by a link',
    (journal, victim) => {
      rmSync(journal);
      symlinkSync(victim, journal);
    },
    /is a symbolic link/,
  ],
  ['given a second name', (journal, victim) => linkSync(journal, `${victim}.link`), /second name \(hard link\)/],
  [
    'replaced by a pipe',
    journal => {
      rmSync(journal);
      spawnSync('mkfifo', [journal]);
    },
    /is not a regular file/,
  ],
  [
    'replaced by a directory',
    journal => {
      renameSync(journal, `${journal}.old`);
      mkdirSync(journal);
    },
    /is not a regular file|EISDIR|cannot be written or read/,
  ],
];

/** With CI all of them; otherwise those that differ most: each costs a start of the program or two. */
const tried = (names: readonly string[]): readonly Deed[] =>
  process.env.CI === 'true' ? deeds : deeds.filter(([name]) => names.includes(name));

const prepared = (): {readonly desk: Desk; readonly runbook: string; readonly victim: string} => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  return {desk, runbook, victim: desk.file('victim', 'a letter')};
};

test('a journal that somebody else changes in the middle of a run is not written to any more, and nothing is done', async () => {
  const some = tried(['deleted', 'opened to others', 'replaced by a link']);
  const ends = await Promise.all(
    some.map(async ([name, deed]) => {
      const {desk, runbook, victim} = prepared();
      const run = driveRun(desk, ['run', runbook]);
      await run.hears({type: 'asked', step: 'look'});
      const journal = join(desk.runDirectory(), 'journal.jsonl');
      deed(journal, victim);
      run.send({intent: 'done', step: 'look'});
      const ended = await run.started.ended;
      expectNoStackTrace(ended);
      expect(ended.stderr, name).toMatch(
        /The run is held: .*(deleted, replaced, linked, cut, opened to others or added to)/,
      );
      return {name, code: ended.code, marks: marksOf(desk), victim: contentOf(victim), last: run.said().at(-1)?.type};
    }),
  );
  expect(ends).toEqual(some.map(([name]) => ({name, code: 7, marks: [], victim: 'a letter', last: 'refused'})));
});

test('a run is not gone on with in a journal that somebody else has changed, and what stands there is not followed', async () => {
  await Promise.all(
    tried(['replaced by a link', 'replaced by a pipe', 'added to']).map(async ([name, deed, says]) => {
      const {desk, runbook, victim} = prepared();
      expect((await desk.lifeboat(['run', runbook])).code).toBe(7);
      const directory = desk.runDirectory();
      deed(join(directory, 'journal.jsonl'), victim);
      const ended = await desk.lifeboat(['resume', basename(directory)]);
      expectNoStackTrace(ended);
      const said = `${ended.stdout}${ended.stderr}`;
      if (says === undefined) {
        expect({name, code: ended.code, said}).toMatchObject({code: 7, said: expect.stringMatching(/run goes on/)});
      } else {
        expect({name, said}).toMatchObject({said: expect.stringMatching(says)});
        expect(said).not.toMatch(/the run goes on/);
      }
      expect(contentOf(victim)).toBe('a letter');
      expect(marksOf(desk)).toEqual([]);
    }),
  );
});

test('a part of the record that stood elsewhere and is gone is missed, and the run is not gone on with', async () => {
  const {desk, runbook} = prepared();
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'look'});
  await run.started.kill();
  const directory = desk.runDirectory();
  const gone = join(desk.directory, 'stick', basename(directory), 'journal-0002.jsonl');
  writeFileSync(join(directory, 'journal-next'), `${gone}\n`);
  const verified = await desk.lifeboat(['verify', basename(directory), '--json']);
  expect({code: verified.code, ...JSON.parse(verified.stdout)}).toMatchObject({
    code: 8,
    verdict: 'TRUNCATED',
    problems: [{code: 'segment-missing'}],
  });
  const resumed = await desk.lifeboat(['resume']);
  expect(resumed).toMatchObject({code: 2, stderr: expect.stringContaining(`goes on in ${gone}, which cannot be read`)});
});
