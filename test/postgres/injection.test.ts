/** Whatever a value is, the server takes it for a value or a name, byte for byte, and never for SQL. */
import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import type {Performed, ResolvedAction} from '../../src/engine/actions/runner.ts';
import {readIdentifier} from '../../src/runbook/named-things.ts';
import {performSql} from '../../src/runners/sql.ts';
import {anyValue} from '../support/any-values.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

const isCi = process.env.CI === 'true';
const runs = isCi ? 25 : 2;
const valuesInRun = 400;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster('tickets');
  await cluster.sql('create table canary as select 1 as alive');
});

afterAll(() => cluster.remove());

type SqlAction = Extract<ResolvedAction, {readonly kind: 'sql'}>;

const perform = (
  statements: readonly string[],
  params: SqlAction['params'],
  transaction = false,
): Promise<Performed> => {
  const action = {kind: 'sql', connection: cluster.uri, statements, params, transaction} as const;
  const attempt = {run: 'a-run', step: 'put_back', attempt: 1};
  return performSql(action, {attempt, action, timeoutMs: 60_000, secrets: [], use: 'action'});
};

const numbered = (count: number, make: (index: number) => string): string =>
  Array.from({length: count}, (_, index) => make(index)).join(', ');

const named = (values: readonly string[]): {readonly [name: string]: string} =>
  Object.fromEntries(values.map((value, index) => [`v${index}`, value]));

const hex = (values: readonly string[]): readonly string[] => values.map(value => Buffer.from(value).toString('hex'));

const firstRow = (performed: Performed): readonly Json[] => {
  expect(performed).toMatchObject({ok: true});
  const rows = performed.scope.rows as readonly {readonly [column: string]: Json}[];
  return Object.values(rows[0] ?? {});
};

/** As the server has it: its bytes, which it writes in letters that nobody quotes. */
const bytesOf = (expression: string): string => `encode(convert_to(${expression}, 'UTF8'), 'hex')`;

const texts = fc.array(anyValue, {minLength: valuesInRun, maxLength: valuesInRun});

const canaryLives = async (): Promise<void> => {
  expect(await cluster.sql('select alive from canary')).toEqual([{alive: 1}]);
};

test('a value by number or by name is what it was, however the server reads quotes', {timeout: 600_000}, async () => {
  const numberedText = `select ${numbered(valuesInRun, index => `${bytesOf(`$${index + 1}::text`)} as c${index}`)}`;
  const namedText = `select ${numbered(valuesInRun, index => `${bytesOf(`:'v${index}'`)} as c${index}`)}`;
  await fc.assert(
    fc.asyncProperty(texts, fc.boolean(), async (values, transaction) => {
      expect(firstRow(await perform([numberedText], values, transaction))).toEqual(hex(values));
      for (const quotes of ['on', 'off']) {
        const statements = [`set standard_conforming_strings = ${quotes}`, namedText];
        expect(firstRow(await perform(statements, named(values), transaction))).toEqual(hex(values));
      }
    }),
    {numRuns: runs, endOnFailure: true},
  );
  await canaryLives();
});

/** Names that an input of type identifier takes, and any others that a server could have: it cuts them after 63 bytes. */
const anyName = fc
  .oneof(anyValue, fc.string({unit: fc.constantFrom(...'aZ_é "\'.$-0;'), minLength: 1, maxLength: 30}))
  .filter(name => name !== '' && Buffer.byteLength(name) <= 63);

test('a name is a name: of a column, a table, a role', {timeout: 600_000}, async () => {
  const names = fc.uniqueArray(anyName, {minLength: 100, maxLength: 100});
  const columns = `select ${numbered(100, index => `${index} as :"v${index}"`)}`;
  await fc.assert(
    fc.asyncProperty(names, async given => {
      const made = [
        `create temporary table made as ${columns}`,
        `select ${bytesOf("string_agg(attname, E'\\x01' order by attnum)")} as names from pg_attribute where attrelid = 'made'::regclass and attnum > 0`,
      ];
      expect(firstRow(await perform(made, named(given)))).toEqual(hex([given.join('\x01')]));
    }),
    {numRuns: runs * 2, endOnFailure: true},
  );
  await canaryLives();
});

test('the rows that expressions see have every column by its name', async () => {
  const odd = ['__proto__', 'constructor', 'toString', 'a b', '"', 'é', "'; drop table canary; --"];
  const {scope} = await perform([`select ${numbered(odd.length, index => `${index} as :"v${index}"`)}`], named(odd));

  const [row] = scope.rows as readonly {readonly [column: string]: Json}[];
  expect(Object.entries(row ?? {})).toEqual(odd.map((name, index) => [name, index]));
});

test('an input of type identifier takes no name that means something else to a person', () => {
  fc.assert(
    fc.property(anyName, name => {
      const read = readIdentifier(name);
      expect(read.ok && /["';\\\n]/.test(read.value)).toBe(false);
    }),
    {numRuns: 2_000},
  );
});

test('a zero byte, which no server can store, is refused in words before anything is sent', async () => {
  for (const [statement, params] of [
    ["select :'v0'", named(['a\0b'])],
    ['select 1 as :"v0"', named(['a\0b'])],
    ['select $1::text', ['a\0b']],
  ] as const) {
    const performed = await perform(['drop table canary', statement], params);
    expect(performed).toMatchObject({ok: false, certain: true});
    expect(performed.reason).toMatch(/zero byte|needs a name/);
  }
  await canaryLives();
});
