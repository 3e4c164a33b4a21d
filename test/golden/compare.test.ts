/** Two runs side by side: told runs → test/golden/compare/*.txt, the screen at three sizes and the sentences, reviewed as text. */
import {describe, expect, test} from 'vitest';
import {compareLines} from '../../src/report/compare-lines.ts';
import {compareRuns} from '../../src/run/compare/compare.ts';
import {widthOf} from '../../src/tui/cells.ts';
import {compareBindings} from '../../src/tui/compare/compare-keys.ts';
import type {CompareSubject} from '../../src/tui/compare/compare-view.ts';
import {runsSubject} from '../../src/tui/compare/runs-subject.ts';
import {keyName} from '../../src/tui/key-name.ts';
import {asciiGlyphs} from '../../src/tui/theme.ts';
import {drawComparison, type Scene, sizes} from '../support/compare-screen.tsx';
import {deletion, type Sample} from '../support/deletion-sample.ts';
import {type RunOptions, run} from '../support/run.ts';

const opening = [
  '0s start',
  '1s asked tell_people',
  '1m succeeded tell_people',
  '1m1s began stop_writes',
  '1m5s performed stop_writes',
  '1m6s probed stop_writes verify 0 ok 0 sessions',
  '1m8s probed stop_writes verify 1 ok none',
  '1m8s succeeded stop_writes',
  '1m9s asked choose_path',
];
const ending = (minute: number): readonly string[] => [
  `${minute}m asked allow_repair`,
  `${minute + 4}m approved allow_repair Grace Hopper`,
  `${minute + 4}m succeeded allow_repair`,
  `${minute + 4}m asked put_back`,
  `${minute + 5}m confirmed put_back ticketing`,
  `${minute + 5}m began put_back`,
  `${minute + 7}m performed put_back`,
  `${minute + 7}m probed put_back verify 0 ok 0 rows lost`,
  `${minute + 7}m succeeded put_back`,
  `${minute + 7}m succeeded verified`,
  `${minute + 7}m succeeded serving`,
  `${minute + 7}m ended recovered done`,
];
const pointInTime = [
  ...opening,
  '2m chosen choose_path point_in_time',
  '2m1s began choose_path:point_in_time/restore',
  '14m succeeded choose_path:point_in_time/restore',
  '14m1s began choose_path:point_in_time/replay_wal',
  '20m succeeded choose_path:point_in_time/replay_wal recovery-point',
  '20m succeeded choose_path',
  ...ending(20),
];
const nightlyDump = [
  ...opening,
  '9m chosen choose_path last_dump',
  '9m1s began choose_path:last_dump/load_dump',
  '58m succeeded choose_path:last_dump/load_dump',
  '58m succeeded choose_path',
  ...ending(58),
];
const trouble = [
  ...opening.slice(0, 4),
  '1m9s failed stop_writes 2 transactions are still open',
  '6m retried stop_writes',
  '6m1s began stop_writes',
  '6m9s failed stop_writes 1 transaction is still open',
  '8m overridden stop_writes ended it by hand',
  '8m1s asked choose_path',
];

/** The next version: the decision has another id, and somebody is called before it. */
const nextVersion: Sample = {
  ...deletion,
  outline: {
    ...deletion.outline,
    version: '2.0.0',
    steps: deletion.outline.steps.flatMap(step =>
      step.id === 'stop_writes'
        ? [step, {...step, id: 'freeze_jobs', title: 'Freeze the nightly jobs', verify: []}]
        : step.id === 'tell_people'
          ? [{...step, id: 'tell_everybody', formerly: ['tell_people']}]
          : [step],
    ),
  },
};
const newVersion = [
  '0s start',
  '1s asked tell_everybody',
  '20s succeeded tell_everybody',
  '21s began stop_writes',
  '25s succeeded stop_writes',
  '26s began freeze_jobs',
  '40s succeeded freeze_jobs',
  '41s asked choose_path',
];

/** Another runbook that has two steps in common with this one. */
const breach: Sample = {
  ...deletion,
  outline: {
    ...deletion.outline,
    id: 'stolen-password',
    title: 'Stolen password',
    steps: deletion.outline.steps.filter(({id}) => id === 'tell_people' || id === 'stop_writes' || id === 'serving'),
  },
};

type Told = readonly [readonly string[], Sample?, RunOptions?];

const subjectOf = (a: Told, b: Told): CompareSubject => {
  const [one, other] = [a, b].map(([timeline, sample = deletion, options]) => {
    const {state, lastMs} = run(sample, timeline, options);
    return {state, nowMs: lastMs};
  });
  if (!one || !other) {
    throw new Error('two runs');
  }
  const output = (): readonly string[] => [
    'pg_ctl: server started',
    '\x1b[2JDONE',
    ...Array.from({length: 9}, (_, at) => `line ${at}`),
  ];
  return runsSubject(compareRuns(one, other), {outputA: output, outputB: () => []});
};

const ways = (): CompareSubject => subjectOf([nightlyDump], [pointInTime]);

const scenes: {readonly [name: string]: Scene} = {
  ways: {subject: ways},
  differences: {subject: ways, view: {order: 'difference', at: 1}},
  decision: {subject: ways, view: {page: 'step', at: 2}},
  step: {subject: () => subjectOf([trouble], [pointInTime]), view: {page: 'step', at: 1}},
  moment: {subject: ways, view: {momentMs: 20 * 60_000, at: 3}},
  sentences: {subject: ways, view: {page: 'sentences'}},
  help: {subject: ways, view: {page: 'help'}},
  same: {subject: () => subjectOf([pointInTime], [pointInTime])},
  open: {subject: () => subjectOf([trouble], [opening, deletion, {mode: 'incident', disruptedBefore: null}])},
  versions: {subject: () => subjectOf([newVersion, nextVersion], [pointInTime])},
  runbooks: {subject: () => subjectOf([pointInTime], [opening.slice(0, 8), breach])},
};

describe.each(sizes)('at $columns×$rows', size => {
  test.each(Object.entries(scenes))(
    '%s looks as it was reviewed, and fills the screen exactly',
    async (name, scene) => {
      const screen = drawComparison(scene, size);
      expect(screen.split('\n')).toHaveLength(size.rows);
      expect(screen.split('\n').filter(line => line.length > size.columns)).toEqual([]);
      await expect(`${screen}\n`).toMatchFileSnapshot(`compare/${name}-${size.columns}x${size.rows}.txt`);
    },
  );
});

test.each(['ways', 'open', 'versions', 'runbooks', 'same'])('%s in sentences', async name => {
  const {comparison} = scenes[name]?.subject() ?? ways();
  await expect(`${compareLines(comparison).join('\n')}\n`).toMatchFileSnapshot(`compare/${name}.plain.txt`);
});

test('with seven-bit marks nothing but ASCII is of our making', () => {
  expect(drawComparison({subject: ways}, {columns: 80, rows: 24}, asciiGlyphs)).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a terminal that is too small is told so', () => {
  expect(drawComparison({subject: ways}, {columns: 40, rows: 10}).replaceAll('\n', ' ')).toContain(
    'too small (40 by 10',
  );
});

test('the page of the keys is written from their table', async () => {
  const rows = compareBindings.map(
    ({keys, help}) => `| ${keys.map(key => `\`${keyName(key)}\``).join(', ')} | ${help} |`,
  );
  const page = [
    '# Keys of the comparison',
    '',
    '`lifeboat replay RUN --against RUN2` and `--with RUNBOOK` on a terminal.',
    '',
    '| key | |',
    '|---|---|',
    ...rows,
  ];
  await expect(`${page.join('\n')}\n`).toMatchFileSnapshot('../../docs/reference/keys-of-the-comparison.md');
});

test('titles of others stay within their column, and none of them is obeyed', () => {
  const hostile = '数据库を止める \u001b[2J\u202Egnp.exe\nDONE '.repeat(3);
  const steps = deletion.outline.steps.map(step => ({...step, title: hostile}));
  const sample: Sample = {...deletion, outline: {...deletion.outline, title: hostile, steps}};
  for (const page of ['list', 'step', 'sentences'] as const) {
    const scene = {subject: () => subjectOf([trouble, sample], [pointInTime]), view: {page}};
    for (const size of sizes) {
      const lines = drawComparison(scene, size).split('\n');
      expect(lines).toHaveLength(size.rows);
      expect(lines.filter(line => widthOf(line) > size.columns || /[\p{Cc}\p{Bidi_Control}]/u.test(line))).toEqual([]);
    }
  }
});
