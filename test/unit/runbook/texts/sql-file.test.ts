/** Statements in a file beside the runbook. */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {parsePlan} from '../../../../src/plan/parse-plan.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../golden/lint/${name}.yaml`, import.meta.url), 'utf8');

const {plan} = parsePlan(read('plan-sound'));

const step = (file: string): string => `  - id: mend
    title: Mend the counters
    estimate: 30s
    sql: {connection: "\${inputs.database}", file: ${file}, params: {table: "\${inputs.table}"}}
`;

const loaded = (file: string, texts: {readonly [path: string]: string}) =>
  loadRunbook(read('sound').replace('  - id: restored\n', `${step(file)}  - id: restored\n`), {
    today: '2026-11-24',
    ...(plan !== undefined && {plan}),
    beside: path => {
      const text = texts[path];
      return text === undefined ? fail('there is no such file') : succeed(text);
    },
  });

const messages = (file: string, texts: {readonly [path: string]: string} = {}): readonly string[] =>
  loaded(file, texts).diagnostics.map(({message}) => message);

test('its text is what the step sends', () => {
  const {runbook, diagnostics} = loaded('sql/mend.sql', {'sql/mend.sql': 'update :"table" set n = 1;\n'});

  expect(diagnostics).toEqual([]);
  expect(runbook?.steps.find(({id}) => id === 'mend')).toMatchObject({
    action: {kind: 'sql', statements: ['update :"table" set n = 1;\n']},
  });
});

test('one that is not there, holds nothing or lies elsewhere is found before the run', () => {
  expect(messages('mend.sql')).toEqual(['mend.sql cannot be read: there is no such file']);
  expect(messages('mend.sql', {'mend.sql': ' \n'})).toEqual(['mend.sql holds no statement']);
  for (const outside of ['/etc/mend.sql', '../mend.sql', 'sql/../../mend.sql', '"${inputs.dump}"', '.mend.sql']) {
    expect(messages(outside)).toEqual(['"file" must be the path of a file below the one of the runbook']);
  }
});

test('no value is put into it, and nothing in it reads other than it is', () => {
  expect(messages('mend.sql', {'mend.sql': 'select 1;\nselect ${inputs.table};\n'})).toEqual([
    'no value is put into the text of SQL (mend.sql, line 2)',
    'no statement asks for the parameter "table"',
  ]);
  expect(messages('mend.sql', {'mend.sql': 'select 1;\r\nselect \u202e1;\n'})).toEqual([
    expect.stringContaining('mend.sql, line 2: the invisible character'),
  ]);
  expect(messages('mend.sql', {'mend.sql': "select 1;\nselect 'Gr\udcfcn';\n"})).toEqual([
    'mend.sql, line 2: the byte 0xfc is no UTF-8',
  ]);
  expect(messages('mend.sql', {'mend.sql': 'x'.repeat(256 * 1024 + 1)})).toEqual(['mend.sql is longer than 256 KiB']);
});

test('a place in it that nobody gives a value for is said with its line', () => {
  expect(messages('mend.sql', {'mend.sql': `update :"table"\nset n = :'count';\n`})).toEqual([
    `no parameter is given for :'count' (mend.sql, line 2)`,
  ]);
});
