/** Each mistake that an author can make, with what the linter says about it. The texts are written by the update. */
import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {codes} from '../../src/diagnostics/codes.ts';
import type {Diagnostic} from '../../src/diagnostics/diagnostic.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import type {RunbookHistory} from '../../src/runbook/history.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {rules} from '../../src/runbook/rules.ts';

const folder = new URL('lint/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const names = readdirSync(folder)
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.slice(0, -'.yaml'.length));

/** The day on which the examples are read. */
const today = '2026-11-24';

const {plan} = parsePlan(read('plan-sound.yaml'));

/** What two drills and a real incident had shown by then. */
const runs: RunbookHistory = {
  drills: 2,
  drilled: new Set(['way:from_dump']),
  tookMs: new Map([['restore_table', [13, 14, 19].map(minutes => minutes * 60_000)]]),
};

const diagnosticsOf = (name: string): readonly Diagnostic[] => {
  const text = read(`${name}.yaml`);
  if (name.startsWith('plan-')) {
    return parsePlan(text).diagnostics;
  }
  const history = /^(?:branch|estimate)-/.test(name) ? () => runs : undefined;
  return loadRunbook(text, {today, ...(plan !== undefined && {plan}), ...(history && {history})}).diagnostics;
};

const findings = new Map(names.map(name => [name, diagnosticsOf(name)] as const));

describe('what the linter says', () => {
  test.each(names)('%s', async name => {
    const source = sourceOf(`${name}.yaml`, read(`${name}.yaml`));
    const said = (findings.get(name) ?? []).map(diagnostic => `${codeFrame(diagnostic, source)}\n`);
    await expect(said.length === 0 ? 'nothing to report\n' : said.join('\n')).toMatchFileSnapshot(`lint/${name}.txt`);
  });
});

test('an example that is named after a code shows that code', () => {
  const wrong = names.filter(name => {
    const found = (findings.get(name) ?? []).map(({code}) => code.replace('/', '-'));
    const isSound = /^(?:plan-)?sound|^reference-guarded|^waiver-honoured|\.mended$/.test(name);
    return isSound ? found.length > 0 : !found.some(code => name.startsWith(code));
  });

  expect(wrong).toEqual([]);
});

test('every code has an explanation and an example', () => {
  // A file of 256 KiB would be no example; test/unit/runbook/document.test.ts has it.
  const shown = new Set(['yaml/too-large', ...[...findings.values()].flat().map(({code}) => code)]);

  expect([...shown].filter(code => !Object.hasOwn(codes, code))).toEqual([]);
  expect(Object.keys(codes).filter(code => !shown.has(code))).toEqual([]);
});

test('every rule has a code that is explained', () => {
  expect(rules.map(({code}) => code).filter(code => !Object.hasOwn(codes, code))).toEqual([]);
  expect(new Set(rules.map(({code}) => code)).size).toBe(rules.length);
});
