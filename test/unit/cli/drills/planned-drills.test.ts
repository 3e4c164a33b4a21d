/** Which drills are meant, from the names that were typed or from the whole catalogue. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type Plan, planDrills} from '../../../../src/cli/drills/planned-drills.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const drill = `
drill:
  lab: none
  inputs: {database: "postgresql://app@db-1/shop", table: orders, password: swordfish}
  variants: {at_night: {}, by_day: {}}`;

const written = (name: string, top: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-drills-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const path = join(directory, name);
  writeFileSync(path, runbookText(`- {id: go, title: Go, instruction: Go}${recovered}`, {top}));
  return path;
};

const told = ({drills}: Plan): readonly string[] =>
  drills.map(({runbook, variant, found}) => `${runbook}:${variant ?? ''} ${found.ok ? 'found' : found.reason.exit}`);

test('names mean themselves, each once; with --all the variants of a runbook too', () => {
  const shop = written('test-runbook.yaml', drill);
  expect(told(planDrills([shop, `${shop}:by_day`, shop], {isAll: false}))).toEqual([
    'test-runbook: found',
    'test-runbook:by_day found',
  ]);
  expect(told(planDrills([shop], {isAll: true}))).toEqual([
    'test-runbook: found',
    'test-runbook:at_night found',
    'test-runbook:by_day found',
  ]);
});

test('what is named and cannot be drilled stays in the plan with the reason', () => {
  const shop = written('test-runbook.yaml', '');
  expect(told(planDrills([shop, 'never-written'], {isAll: true}))).toEqual([
    'test-runbook: usage',
    'never-written: usage',
  ]);
});

test('of the whole catalogue each runbook has its drills there, or is named as one without', () => {
  const plan = planDrills([], {isAll: true});
  expect(told(plan)).toContain('accidental-deletion: found');
  expect(told(plan).filter(one => !one.endsWith(' found'))).toEqual([]);
});
