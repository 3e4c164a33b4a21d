/** What a lab is filled with is known before it is built, and what cannot be is said in a sentence. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {datasetNamed, findDataset} from '../../../src/lab/datasets.ts';

test('a file of SQL is found from the folder of the runbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeboat-sql-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  writeFileSync(join(folder, 'shop.sql'), 'create table items (id int)');
  const found = findDataset({name: 'sql', file: 'shop.sql', folder});
  expect(found).toMatchObject({ok: true, value: {name: 'sql', file: join(folder, 'shop.sql')}});
});

test.each([
  [{name: 'webshop'}, 'There is no dataset "webshop"; there is ticketing and sql.'],
  [{name: 'constructor'}, 'There is no dataset "constructor"; there is ticketing and sql.'],
  [{name: 'sql'}, 'The dataset sql needs a file of SQL: {name: sql, file: PATH}.'],
  [{name: 'sql', file: '/no/such.sql'}, 'There is no file /no/such.sql to fill the lab from.'],
  [{name: 'sql', file: '/'}, 'There is no file / to fill the lab from.'],
  [{name: 'ticketing', file: 'shop.sql'}, 'The dataset ticketing takes no file; the one that does is sql.'],
])('%j is refused before anything is built', (wanted, reason) => {
  expect(findDataset(wanted)).toEqual({ok: false, reason});
});

test('a lab that stands is known again without its file', () => {
  expect(datasetNamed('sql')).toMatchObject({database: 'lab', applicationRole: 'lifeboat_app'});
  expect(datasetNamed('ticketing')).toMatchObject({database: 'ticketing'});
});
