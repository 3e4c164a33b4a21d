/** What stands on the home screen, state by state and size by size, and the same line by line: reviewed as text. */
import {renderToString} from 'ink';
import {describe, expect, test} from 'vitest';
import type {Home} from '../../src/report/home/home.ts';
import {homeLines} from '../../src/report/home/home-lines.ts';
import {touchLines, triageLines} from '../../src/report/triage/triage-lines.ts';
import {Lines} from '../../src/tui/components/Lines.tsx';
import {homeFrame} from '../../src/tui/home/home-frame.ts';
import {homeBindings} from '../../src/tui/home/home-keys.ts';
import {freshHomeView, type HomeView} from '../../src/tui/home/home-view.ts';
import {keyName} from '../../src/tui/key-name.ts';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../src/tui/theme.ts';
import {homes, runbook} from '../support/home-sample.ts';
import {page, reference, table} from '../support/reference-page.ts';

/** What a terminal would obey, and a text that runs the other way. */
const hostile = '\x1b[2J\x1b[31mDONE\x07 \u202egnp.exe\rrun lifeboat';

type Size = {readonly columns: number; readonly rows: number};

const sizes: readonly Size[] = [
  {columns: 80, rows: 24},
  {columns: 60, rows: 20},
  {columns: 120, rows: 40},
];

const list = {page: 'list'} as const;
const onRunbook = {page: 'runbook', id: 'accidental-deletion', back: list} as const;

const scenes: {readonly [name: string]: {readonly home: Home; readonly view?: Partial<HomeView>}} = {
  nothing: {home: homes.nothing},
  interrupted: {home: homes.interrupted},
  overdue: {home: homes.overdue},
  broken: {home: homes.broken},
  reading: {home: homes.reading},
  search: {home: homes.interrupted, view: {search: 'missing', isSearching: true}},
  'search-nothing': {home: homes.interrupted, view: {search: 'volcano'}},
  runbook: {home: homes.interrupted, view: {at: onRunbook}},
  'triage-planned': {home: homes.planned, view: {at: {page: 'triage'}}},
  'triage-value': {home: homes.planned, view: {at: {page: 'triage'}, isGiving: true, typed: 'hosts=web1'}},
  'triage-looking': {home: homes.looking, view: {at: {page: 'triage'}}},
  triage: {home: homes.triaged, view: {at: {page: 'triage'}}},
  'ask-incident': {
    home: homes.interrupted,
    view: {
      typed: 'incid',
      at: {
        page: 'confirm',
        begin: {begin: 'incident', runbook: 'accidental-deletion', title: 'Accidental data deletion'},
        back: onRunbook,
      },
    },
  },
  'ask-drill': {
    home: homes.interrupted,
    view: {
      at: {
        page: 'confirm',
        begin: {begin: 'drill', runbook: 'accidental-deletion', title: 'Accidental data deletion'},
        back: onRunbook,
      },
    },
  },
  'ask-resume': {
    home: homes.interrupted,
    view: {
      at: {
        page: 'confirm',
        begin: {begin: 'resume', run: '20261123t024700z-accidental-deletion-k7q2xw'},
        back: list,
      },
    },
  },
  help: {home: homes.nothing, view: {at: {page: 'help', back: list}}},
};

const drawn = (
  {home, view}: {readonly home: Home; readonly view?: Partial<HomeView>},
  {columns, rows}: Size,
  glyphs: Glyphs = unicodeGlyphs,
): string => {
  const lines = homeFrame({home, view: {...freshHomeView, ...view}, isArmed: true, columns, rows, glyphs});
  expect(lines).toHaveLength(rows);
  return renderToString(<Lines lines={lines} columns={columns} />, {columns})
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
};

describe.each(sizes)('at $columns by $rows', size => {
  test.each(Object.entries(scenes))('%s', async (name, scene) => {
    await expect(drawn(scene, size)).toMatchFileSnapshot(`home/${name}-${size.columns}x${size.rows}.txt`);
  });
});

test('the same is said in seven bits', () => {
  // Arrow keys are called by their arrows in the help.
  const said = Object.entries(scenes).flatMap(([name, scene]) =>
    name === 'help' ? [] : drawn(scene, {columns: 80, rows: 24}, asciiGlyphs).split('\n'),
  );
  expect(said.filter(line => !/^[ -~]*$/.test(line))).toEqual([]);
});

test('a terminal that has no room says so, and how to leave', () => {
  expect(drawn({home: homes.nothing}, {columns: 40, rows: 10})).toContain('Ctrl-C leaves');
});

test.each([
  ['nothing', homes.nothing],
  ['interrupted', homes.interrupted],
  ['overdue', homes.overdue],
  ['broken', homes.broken],
] as const)('%s, line by line', async (name, home) => {
  await expect(`${homeLines(home).join('\n')}\n`).toMatchFileSnapshot(`home/${name}.lines.txt`);
});

test('triage, line by line', async () => {
  const {triage} = homes.triaged;
  const lines = triage ? [...touchLines(triage), ...triageLines(triage)] : [];
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('home/triage.lines.txt');
});

test('what others wrote into a runbook is shown and never obeyed', () => {
  const texts = runbook({title: hostile, summary: hostile, symptoms: [hostile], errors: [hostile]});
  const home = {...homes.broken, runbooks: [texts], troubles: [hostile]};
  const views = [{}, {at: onRunbook}];
  const frames = views.map(view => drawn({home, view}, {columns: 120, rows: 40}));
  expect([...frames, homeLines(home).join('\n')].join('\n')).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
});

test('every key of the home screen is explained', async () => {
  const rows = homeBindings.map(({keys, label, help}) => [
    keys.map(key => `\`${keyName(key)}\``).join(' '),
    label,
    help,
  ]);
  await expect(
    page(
      'Keys of the home screen',
      'The footer of the home screen shows the keys that are possible now; `?` explains them.',
      table(['key', 'footer', 'what it does'], rows),
    ),
  ).toMatchFileSnapshot(reference('home-keys'));
});
