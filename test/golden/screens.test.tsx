/** What people see, for every kind of question: told runs → test/golden/screens/*.txt, reviewed as text. */
import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import {describe, expect, test} from 'vitest';
import {Lines} from '../../src/tui/components/Lines.tsx';
import {type LabProps, labLines} from '../../src/tui/lines/lab-lines.ts';
import {momentOf} from '../../src/tui/moment.ts';
import {renderFrame, type Size} from '../../src/tui/screens/at-moment.tsx';
import {asciiGlyphs, unicodeGlyphs} from '../../src/tui/theme.ts';
import {freshView, type View} from '../../src/tui/view.ts';
import {deletion} from '../support/deletion-sample.ts';
import {type RunOptions, run, startMs} from '../support/run.ts';
import {type SessionOptions, toldSession} from '../support/told-session.ts';

const minuteMs = 60_000;

const asked = ['0s start', '1s asked tell_people', '30s ticked tell_people 0'];
const stopping = [
  ...asked,
  '1m succeeded tell_people',
  '1m1s began stop_writes',
  '1m5s performed stop_writes',
  '1m6s probed stop_writes verify 0 ok 0 sessions',
];
const stopped = [...stopping, '1m8s probed stop_writes verify 1 ok none', '1m8s succeeded stop_writes'];
const choosing = [...stopped, '1m9s asked choose_path'];
const restored = [
  ...choosing,
  '2m chosen choose_path point_in_time',
  '2m1s began choose_path:point_in_time/restore',
  '14m succeeded choose_path:point_in_time/restore',
  '14m1s began choose_path:point_in_time/replay_wal',
  '20m succeeded choose_path:point_in_time/replay_wal recovery-point',
  '20m succeeded choose_path',
];
const approving = [...restored, '20m1s asked allow_repair'];
const confirming = [
  ...approving,
  '24m approved allow_repair Grace Hopper',
  '24m succeeded allow_repair',
  '24m1s probed put_back requires 0 ok 1204 rows',
  '24m1s asked put_back',
];
const ended = [
  ...confirming,
  '25m confirmed put_back ticketing',
  '25m1s began put_back',
  '27m performed put_back',
  '27m5s probed put_back verify 0 ok 0 rows lost',
  '27m6s succeeded put_back',
  '27m6s succeeded verified',
  '27m7s succeeded serving',
  '27m8s ended recovered-with-exceptions done',
  '27m9s judged passed',
];

type Scene = {
  readonly timeline: readonly string[];
  readonly run?: RunOptions;
  readonly session?: SessionOptions;
  readonly view?: Partial<View>;
};

const hostile = ['ALTER ROLE', 'pg_terminate_backend 3', '\x1b[2J\x1b[31mDONE. Press Enter\x07', '\u202Egnp.exe'];

const scenes: {readonly [name: string]: Scene} = {
  'not-started': {timeline: [], session: {nowMs: startMs}},
  instruction: {timeline: asked},
  running: {timeline: stopping, session: {output: hostile, nowMs: startMs + 72_000}},
  decision: {timeline: choosing},
  approval: {timeline: approving, session: {nowMs: startMs + 23 * minuteMs}},
  confirmation: {timeline: confirming},
  held: {timeline: [...stopping, '1m9s failed stop_writes 2 transactions are still open']},
  'held-long': {
    timeline: [
      ...stopping,
      `1m9s failed stop_writes ${Array.from({length: 12}, (_, index) => `ERROR ${index}: session ${index} cannot be ended`).join('\n')}`,
    ],
  },
  unknown: {
    timeline: [...stopping, '1m9s unknown stop_writes the host was restarted while it ran, and it left no result'],
  },
  paused: {timeline: [...stopped, '1m9s paused lunch']},
  incident: {timeline: stopping, run: {mode: 'incident'}, session: {nowMs: startMs + 72_000}},
  missed: {timeline: restored, run: {mode: 'incident'}, session: {nowMs: startMs + 71 * minuteMs}},
  'clock-unknown': {timeline: asked, run: {mode: 'incident', disruptedBefore: null}},
  ended: {timeline: ended},
  aborted: {timeline: [...stopping, '1m9s failed stop_writes 2 are left', '2m ended aborted the wrong runbook']},
  steps: {timeline: restored, view: {pane: 'steps', selected: 'choose_path:point_in_time/restore'}},
  menu: {timeline: stopping, view: {dialog: {kind: 'menu', cursor: 1}}},
  help: {timeline: stopping, view: {dialog: {kind: 'help', scroll: 0}}},
  reason: {
    timeline: stopping,
    view: {
      dialog: {
        kind: 'field',
        field: {label: 'Why it is left out', text: 'the role is gone', intent: {intent: 'skip'}, puts: 'reason'},
      },
    },
  },
  typing: {
    timeline: confirming,
    view: {
      question: 'put_back#1 confirmation',
      dialog: {
        kind: 'field',
        field: {
          label: 'Type ticketing to go on',
          text: 'ticke',
          intent: {intent: 'confirm'},
          puts: 'value',
          expected: 'ticketing',
          question: 'put_back#1 confirmation',
        },
      },
    },
  },
  refused: {timeline: stopping, view: {notice: 'Refused: the step is already being checked.'}},
};

const draw = ({timeline, run: options, session, view}: Scene, size: Size, glyphs = unicodeGlyphs): string => {
  const moment = momentOf(toldSession(run(deletion, timeline, options), session));
  return stripVTControlCharacters(renderFrame({moment, view: {...freshView, ...view}, size, glyphs}));
};

const sizes: readonly Size[] = [
  {columns: 80, rows: 24},
  {columns: 60, rows: 20},
];

describe.each(sizes)('at $columns×$rows', size => {
  test.each(Object.entries(scenes))('%s looks as it was reviewed', async (name, scene) => {
    const screen = draw(scene, size);
    await expect(`${screen}\n`).toMatchFileSnapshot(`screens/${name}-${size.columns}x${size.rows}.txt`);
  });

  test.each(Object.entries(scenes))('%s fills the screen exactly and is never wider', (_, scene) => {
    const lines = draw(scene, size).split('\n');
    expect(lines).toHaveLength(size.rows);
    expect(lines.filter(line => line.length > size.columns)).toEqual([]);
  });
});

test('a wide screen gives the step more room and keeps its lines readable', async () => {
  const screen = draw(scenes.running ?? {timeline: []}, {columns: 120, rows: 40});
  await expect(`${screen}\n`).toMatchFileSnapshot('screens/running-120x40.txt');
});

test('with seven-bit marks nothing but ASCII is of our making', () => {
  const screen = draw(scenes.decision ?? {timeline: []}, {columns: 80, rows: 24}, asciiGlyphs);
  expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a terminal that is too small is told so, and that the run goes on', () => {
  const screen = draw(scenes.running ?? {timeline: []}, {columns: 40, rows: 10});
  expect(screen).toContain('too small');
  expect(screen.replaceAll('\n', ' ')).toContain('The run goes on. Make it larger. Until then keys do nothing;');
  expect(screen.split('\n')).toHaveLength(10);
});

test('a thousand steps do not make the screen longer, and the step at work stays in sight', () => {
  const [first] = deletion.outline.steps;
  const steps = Array.from({length: 1_000}, (_, index) => ({
    ...first,
    id: `step_${index}`,
    title: `Step number ${index}`,
  }));
  const sample = {...deletion, outline: {...deletion.outline, steps: steps as typeof deletion.outline.steps}};
  const moment = momentOf(toldSession(run(sample, ['0s start', '1s began step_700'])));
  const screen = renderFrame({moment, view: freshView, size: {columns: 80, rows: 24}, glyphs: unicodeGlyphs});
  expect(screen.split('\n')).toHaveLength(24);
  expect(screen).toContain('Step number 700');
});

test('the lab is built before the eyes of the drill leader', async () => {
  const lab: LabProps = {
    mode: 'drill',
    title: 'Accidental data deletion',
    phases: [
      {name: 'Start a throwaway PostgreSQL', state: 'done', ms: 1_840},
      {name: 'Load the ticketing data', state: 'done', ms: 3_200},
      {name: 'Take a base backup', state: 'running', ms: 900},
      {name: 'Delete rows', state: 'pending', ms: null},
    ],
    note: 'Everything lives in /var/tmp/lifeboat-lab-1000-k7q2xw and is removed at the end.',
    leaving: 'stops the drill and takes the lab down',
  };
  const lines = labLines(lab, {columns: 80, rows: 24, glyphs: unicodeGlyphs});
  const screen = renderToString(<Lines lines={lines} columns={80} />, {columns: 80});
  const trimmed = stripVTControlCharacters(screen).replaceAll(/ +$/gm, '');
  await expect(`${trimmed}\n`).toMatchFileSnapshot('screens/lab-80x24.txt');
});

test('before the record is read nobody is told that it is an incident, or that it is a drill', () => {
  const reading: LabProps = {title: 'k7q2xw', phases: [], note: 'Nothing has been started yet.', leaving: 'leaves'};
  const [title] = labLines(reading, {columns: 80, rows: 24, glyphs: unicodeGlyphs});
  expect(title?.map(({text}) => text).join('')).toBe('k7q2xw');
});
