/** How a drill is named on the command line. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {findDrill, wantedDrill} from '../../../../src/cli/drills/find-drill.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const folder = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-drills-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return directory;
};

test('behind a colon stands a variant', () => {
  expect(wantedDrill('accidental-deletion')).toEqual({runbook: 'accidental-deletion'});
  expect(wantedDrill('accidental-deletion:late')).toEqual({runbook: 'accidental-deletion', variant: 'late'});
  expect(wantedDrill('C:/drills/shop.yaml')).toEqual({runbook: 'C:/drills/shop.yaml'});
  expect(wantedDrill('accidental-deletion', 'late')).toEqual({runbook: 'accidental-deletion', variant: 'late'});
});

test('a file whose name has a colon is that file', () => {
  const path = join(folder(), 'odd:name.yaml');
  writeFileSync(path, '');
  expect(wantedDrill(path)).toEqual({runbook: path});
  expect(wantedDrill(`${path}:late`)).toEqual({runbook: path, variant: 'late'});
});

test('a variant that is not there is refused with the ones that are', () => {
  const path = join(folder(), 'shop-is-down.yaml');
  const top = `
drill:
  lab: none
  inputs: {database: "postgresql://app@db-1/shop", table: orders, password: swordfish}
  answers: {go: done}
  variants: {at_night: {}, by_day: {}}`;
  writeFileSync(path, runbookText(`- {id: go, title: Go, instruction: Go}${recovered}`, {top}));
  expect(findDrill({runbook: path, variant: 'at_night'})).toMatchObject({
    ok: true,
    value: {named: {variant: 'at_night', drill: {lab: 'none'}}},
  });
  expect(findDrill({runbook: path})).toMatchObject({ok: true, value: {named: {path: ['drill']}}});
  expect(findDrill({runbook: path, variant: 'at_nigth'})).toMatchObject({
    ok: false,
    reason: {exit: 'usage', hint: 'did you mean "at_night"?'},
  });
  expect(findDrill({runbook: path, variant: 'on_sunday'})).toMatchObject({
    ok: false,
    reason: {hint: 'there is at_night and by_day'},
  });
});
