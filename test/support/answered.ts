/** What the loader owes to every text: it loads, or says why at a place within it, in words that can be printed, and always the same. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {succeed} from '../../src/base/result.ts';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {explain} from '../../src/diagnostics/codes.ts';
import type {Diagnostic} from '../../src/diagnostics/diagnostic.ts';
import {type Lines, readLines} from '../../src/diagnostics/lines.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Beside} from '../../src/runbook/reading.ts';
import {recovered, runbookText} from './runbook-text.ts';

export type Answered = {
  readonly loads: boolean;
  /** Those of the text as a runbook and those of it as a plan. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Gives a text to the loader of runbooks and to that of plans, and holds every answer against what is owed. */
export const answered = (text: string): Answered => {
  const {runbook, diagnostics} = loadRunbook(text, surrounding);
  assert.equal(runbook === undefined, diagnostics.some(isError), 'it loads exactly where there is no error');
  assert.deepEqual(loadRunbook(text, surrounding).diagnostics, diagnostics, 'the same text gets the same answer');
  owed(diagnostics, text);
  const asPlan = parsePlan(text);
  assert.equal(asPlan.plan === undefined, asPlan.diagnostics.some(isError), 'a plan loads where there is no error');
  owed(asPlan.diagnostics, text);
  if (runbook !== undefined) {
    // What loads can be run: no later part may find out that it cannot.
    compile(runbook);
    outlineOf(runbook);
  }
  return {loads: runbook !== undefined, diagnostics: [...diagnostics, ...asPlan.diagnostics]};
};

const beside: Beside = path =>
  succeed(path.endsWith('.sql') ? 'select 1;\n' : runbookText(recovered).replace('id: test-runbook', 'id: other'));

const {plan} = parsePlan(readFileSync(join(import.meta.dirname, '..', 'golden', 'lint', 'plan-sound.yaml'), 'utf8'));

const surrounding = {today: '2026-11-24', beside, ...(plan !== undefined && {plan})};

const isError = ({severity}: Diagnostic): boolean => severity === 'error';

const acting = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/u;

/** More are made in the same way. */
const framesMax = 40;

const owed = (diagnostics: readonly Diagnostic[], text: string): void => {
  const lines = readLines(text);
  const source = sourceOf('a-text.yaml', text);
  for (const diagnostic of diagnostics) {
    owedByEach(diagnostic, text, lines);
  }
  for (const diagnostic of diagnostics.slice(0, framesMax)) {
    const frame = codeFrame(diagnostic, source);
    assert.doesNotMatch(frame, acting, 'nothing in a frame acts on a terminal, or on the eye');
    assert.ok(frame.isWellFormed(), 'no character of a frame is cut in two');
    assert.ok(frame.split('\n').length <= 6, 'a frame is no longer than a frame');
  }
};

const owedByEach = ({code, message, hint, span}: Diagnostic, text: string, lines: Lines): void => {
  assert.ok(explain(code) !== undefined, `${code} is a code that is explained`);
  assert.ok(message.trim() !== '' && hint?.trim() !== '', 'there are words');
  const {from, to} = span;
  assert.ok(Number.isInteger(from) && Number.isInteger(to), `the place ${from} to ${to} is one`);
  // A mark may stand behind the last character, where something is missing.
  assert.ok(from >= 0 && from <= to && from <= text.length && to <= text.length + 1, `${from} to ${to} is in the text`);
  const [first, last] = [lines.position(from), lines.position(to)];
  assert.ok(first.line >= 1 && first.column >= 1, 'lines and columns count from 1');
  assert.ok(last.line > first.line || (last.line === first.line && last.column >= first.column), 'the end is the end');
  assert.ok(first.column <= lines.line(first.line).length + 2, 'the column is in the line');
};
