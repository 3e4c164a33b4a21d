/** What a reviewer sees: a told incident as a replay, at moments that tell something → test/golden/screens/replay-*.txt, reviewed as text. */
import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import {momentOf} from '../../src/tui/moment.ts';
import {renderFrame, renderMoment, type Size} from '../../src/tui/screens/at-moment.tsx';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../src/tui/theme.ts';
import {deletion} from '../support/deletion-sample.ts';
import {pressedOn} from '../support/pressed.ts';
import {replayed} from '../support/replayed.ts';
import {run, type ToldRun} from '../support/run.ts';

const told = run(
  deletion,
  [
    '0s start',
    '1s asked tell_people',
    '30s ticked tell_people 0',
    '1m succeeded tell_people',
    '1m1s began stop_writes',
    '1m5s performed stop_writes',
    '1m6s probed stop_writes verify 0 ok 0 sessions',
    '1m9s failed stop_writes 2 transactions are still open',
    '4m skipped stop_writes the role is gone',
    '4m1s asked choose_path',
    '6m chosen choose_path point_in_time',
    '6m1s began choose_path:point_in_time/restore',
    '18m succeeded choose_path:point_in_time/restore',
    '18m1s began choose_path:point_in_time/replay_wal',
    '24m succeeded choose_path:point_in_time/replay_wal recovery-point',
    '24m succeeded choose_path',
    '24m1s asked allow_repair',
    '28m approved allow_repair Grace Hopper',
    '28m succeeded allow_repair',
    '28m1s asked put_back',
    '29m confirmed put_back ticketing',
    '29m1s began put_back',
    '31m performed put_back',
    '31m5s probed put_back verify 0 ok 0 rows lost',
    '31m6s succeeded put_back',
    '31m6s succeeded verified',
    '31m7s succeeded serving',
    '31m8s ended recovered-with-exceptions done',
    '31m9s sealed',
  ],
  {mode: 'incident'},
);
/** What people did is theirs, all else the engine's. */
const byPeople = new Set(['ticked', 'skipped', 'chosen', 'approved', 'confirmed']);
const incident: ToldRun = {
  ...told,
  facts: told.facts.map(fact => {
    const isAnswer = fact.type === 'succeeded' && fact.step === 'tell_people';
    return byPeople.has(fact.type) || isAnswer ? fact : {...fact, actor: {name: 'engine', via: 'engine'}};
  }),
};
const withoutHeadings: ToldRun = {
  ...incident,
  state: {
    ...incident.state,
    // Headings of steps that stand in branches too.
    outline: JSON.parse(JSON.stringify(deletion.outline, (name, value) => (name === 'heading' ? undefined : value))),
  },
};
const overNight: ToldRun = {
  ...incident,
  facts: incident.facts.map(fact =>
    fact.seq < 19 ? fact : {...fact, session: 2, at: new Date(Date.parse(fact.at) + 9 * 3_600_000).toISOString()},
  ),
};

type Scene = {
  readonly of?: ToldRun;
  readonly at: number;
  readonly keys?: readonly string[];
  readonly passMs?: readonly number[];
  readonly output?: readonly string[];
};

const scenes: {readonly [name: string]: Scene} = {
  'replay-before': {at: 0},
  'replay-question': {at: 11},
  'replay-stands': {at: 13, output: ['restore: 412 of 980 files']},
  'replay-playing': {at: 13, keys: ['+', '+', '+', '+', 'space'], passMs: [1_000, 1_000]},
  'replay-silence-cut': {at: 13, keys: ['i', 'space'], passMs: [1_000, 400]},
  'replay-deviation': {at: 0, keys: ['x']},
  'replay-held': {at: 0, keys: ['u']},
  'replay-decision': {at: 13, keys: ['d']},
  'replay-printed': {at: 0, keys: [':', 'type:restore', 'enter'], output: ['restore: 980 of 980 files']},
  'replay-go-to': {at: 13, keys: [':', 'type:03:1']},
  'replay-output-later': {at: 13, keys: ['L'], output: ['restore: 412 of 980 files']},
  'replay-output-known': {at: 0, keys: [':', 'type:restore', 'enter', 'L'], output: ['restore: 980 of 980 files']},
  'replay-refused': {at: 13, keys: [':', 'type:soon', 'enter']},
  'replay-no-more': {at: 20, keys: ['x', 'x']},
  'replay-end': {at: 0, keys: ['end']},
  'replay-without-headings': {of: withoutHeadings, at: 13},
  'replay-over-night': {of: overNight, at: 21},
  'replay-help': {at: 13, keys: ['?', 'page-down', 'page-down']},
};

const draw = (
  {of = incident, at, keys = [], passMs = [], output = []}: Scene,
  size: Size,
  glyphs: Glyphs = unicodeGlyphs,
): string => {
  const session = replayed(of, at, output);
  const {view} = pressedOn(session, keys);
  for (const ms of passMs) {
    session.playback.pass(ms);
  }
  return stripVTControlCharacters(renderFrame({moment: momentOf(session), view, size, glyphs}));
};

const sizes: readonly Size[] = [
  {columns: 80, rows: 24},
  {columns: 60, rows: 20},
  {columns: 120, rows: 40},
];

describe.each(sizes)('at $columns×$rows', size => {
  test.each(Object.entries(scenes))(
    '%s looks as it was reviewed, and fills the screen exactly',
    async (name, scene) => {
      const screen = draw(scene, size);
      await expect(`${screen}\n`).toMatchFileSnapshot(`screens/${name}-${size.columns}x${size.rows}.txt`);
      const lines = screen.split('\n');
      expect(lines).toHaveLength(size.rows);
      expect(lines.filter(line => line.length > size.columns)).toEqual([]);
    },
  );
});

test('a refusal in a replay is read to its end on the smallest screen', () => {
  const screen = draw({at: 29, keys: [':', 'type:the copy of yesterday', 'enter']}, {columns: 60, rows: 20});
  expect(screen.replaceAll(/\s+/g, ' ')).toContain(
    '"the copy of yesterday" is no step that this run came to, no time and no number of a fact. It came to tell_people, stop_writes, choose_path, choose_path:point_in_time/restore, choose_path:point_in_time/replay_wal, allow_repair, put_back, verified, serving, done.',
  );
  expect(screen).toContain('> the copy of yesterday');
});

test('with seven-bit marks nothing but ASCII is of our making', () => {
  const screen = draw({at: 13}, {columns: 80, rows: 24}, asciiGlyphs);
  // The names of keys are those of every other screen.
  const [, ...above] = screen.split('\n').toReversed();
  expect(above.join('')).toMatch(/^[\x20-\x7e]*$/);
});

test('one moment is printed once, without a terminal', () => {
  const screen = stripVTControlCharacters(renderMoment(replayed(incident, 12), {columns: 80, rows: 24}));
  expect(screen).toContain(' REPLAY   INCIDENT  Accidental data deletion');
  expect(screen).toContain('02:53:00 UTC · fact 11, the last is 29');
});
