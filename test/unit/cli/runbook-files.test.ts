/** What lies beside a runbook on disk. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {besideOf, planFor, readWithin, runbooksBelow} from '../../../src/cli/runbook-files.ts';

const folder = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-beside-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  for (const name of ['shop', 'shop/sql', 'elsewhere']) {
    mkdirSync(join(directory, name));
  }
  writeFileSync(join(directory, 'shop', 'sql', 'mend.sql'), 'select 1;\n');
  writeFileSync(join(directory, 'elsewhere', 'drop.sql'), 'drop table orders;\n');
  return directory;
};

test('a link may lead on within the folder of the runbook, and not out of it', () => {
  const directory = folder();
  const shop = join(directory, 'shop');
  const read = besideOf(join(shop, 'shop-outage.yaml'));
  symlinkSync('sql/mend.sql', join(shop, 'same.sql'));
  symlinkSync('../elsewhere/drop.sql', join(shop, 'other.sql'));
  symlinkSync('../elsewhere', join(shop, 'more'));
  const outside = {ok: false, reason: 'it is a link that leads out of the folder of the runbook'};

  expect(read('sql/mend.sql')).toEqual({ok: true, value: 'select 1;\n'});
  expect(read('same.sql')).toEqual({ok: true, value: 'select 1;\n'});
  expect(read('other.sql')).toEqual(outside);
  expect(read('more/drop.sql')).toEqual(outside);
  expect(read('nowhere.sql')).toEqual({ok: false, reason: 'there is no such file'});
});

test('the folder itself may be reached through a link', () => {
  const directory = folder();
  symlinkSync('shop', join(directory, 'current'));

  expect(besideOf(join(directory, 'current', 'shop-outage.yaml'))('sql/mend.sql')).toMatchObject({ok: true});
});

test('runbooks are found below a folder, and a link that leads round in a circle is none', () => {
  const directory = folder();
  writeFileSync(join(directory, 'shop', 'b.yaml'), '');
  writeFileSync(join(directory, 'shop', 'a.yml'), '');
  writeFileSync(join(directory, 'shop', 'plan.yaml'), '');
  symlinkSync('..', join(directory, 'shop', 'up'));

  expect(runbooksBelow(directory)).toEqual([join(directory, 'shop', 'a.yml'), join(directory, 'shop', 'b.yaml')]);
  expect(runbooksBelow(join(directory, 'nowhere'))).toEqual([]);
});

test('a file that was found is read within its folder only, and a link that cannot be followed is not passed over', () => {
  const directory = folder();
  const shop = join(directory, 'shop');
  symlinkSync('../elsewhere/drop.sql', join(shop, 'x.yaml'));
  symlinkSync('plan.yaml', join(shop, 'plan.yaml'));

  const outside = {ok: false, reason: 'it is a link that leads out of its folder'};
  expect(readWithin(shop, join(shop, 'x.yaml'))).toEqual(outside);
  expect(readWithin(directory, join(shop, 'x.yaml'))).toEqual({ok: true, value: 'drop table orders;\n'});
  expect(planFor(join(shop, 'x.yaml'))).toBe(join(shop, 'plan.yaml'));
  expect(readWithin(shop, planFor(join(shop, 'x.yaml')))).toEqual({
    ok: false,
    reason: 'its links lead round in a circle',
  });
});
