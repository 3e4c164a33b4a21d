/** `lifeboat lint [PATH…]`: everything that is wrong with runbooks and their plan, with the place and the way out. */
import {existsSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Result} from '../../base/result.ts';
import {succeed} from '../../base/result.ts';
import {codeFrame, sourceOf} from '../../diagnostics/code-frame.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {readLines} from '../../diagnostics/lines.ts';
import {parsePlan} from '../../plan/parse-plan.ts';
import {loadRunbook} from '../../runbook/load-runbook.ts';
import {type Readable, readText, today} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {besideOf, planFor, runbooksBelow} from '../runbook-files.ts';
import {packageRoot} from '../version.ts';

export type LintOptions = {readonly json?: boolean; readonly format?: string};

type Finding = {readonly source: Readable; readonly diagnostic: Diagnostic};

export const lintCommand = (paths: readonly string[], options: LintOptions): number => {
  const files = filesOf(
    paths.length > 0 ? paths : [existsSync('runbooks') ? 'runbooks' : join(packageRoot(), 'runbooks')],
  );
  if (!files.ok) {
    return printRefusal(files.reason);
  }
  const findings: Finding[] = [];
  for (const file of files.value) {
    const found = lintFile(file);
    if (!found.ok) {
      return printRefusal(found.reason);
    }
    findings.push(...found.value);
  }
  const errors = findings.filter(({diagnostic}) => diagnostic.severity === 'error').length;
  if (options.json === true || options.format === 'json') {
    process.stdout.write(`${JSON.stringify({ok: errors === 0, findings: findings.map(asJson)})}\n`);
  } else {
    printText(findings, files.value.length);
  }
  return errors === 0 ? exitCodes.done.code : exitCodes.invalid.code;
};

const filesOf = (paths: readonly string[]): Result<readonly string[], Refusal> => {
  const files: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) {
      return refuse('usage', `${path} does not exist.`, 'Give a runbook, or a directory of runbooks.');
    }
    files.push(...(statSync(path).isDirectory() ? runbooksBelow(path) : [path]));
  }
  const plans = new Set(files.map(file => resolve(planFor(file))));
  return succeed([...plans, ...files.filter(file => !plans.has(resolve(file)))]);
};

const lintFile = (file: string): Result<readonly Finding[], Refusal> => {
  const source = readText(file);
  if (!source.ok) {
    return source;
  }
  if (/(^|\/)plan\.ya?ml$/.test(file)) {
    return succeed(parsePlan(source.value.text).diagnostics.map(diagnostic => ({source: source.value, diagnostic})));
  }
  const planSource = readText(planFor(file));
  const plan = planSource.ok ? parsePlan(planSource.value.text).plan : undefined;
  const {diagnostics} = loadRunbook(source.value.text, {...(plan && {plan}), today: today(), beside: besideOf(file)});
  return succeed(diagnostics.map(diagnostic => ({source: source.value, diagnostic})));
};

const printText = (findings: readonly Finding[], files: number): void => {
  for (const {source, diagnostic} of findings) {
    process.stdout.write(`${codeFrame(diagnostic, sourceOf(source.file, source.text))}\n\n`);
  }
  const errors = findings.filter(({diagnostic}) => diagnostic.severity === 'error').length;
  const counted = `${errors} ${errors === 1 ? 'error' : 'errors'}, ${findings.length - errors} ${findings.length - errors === 1 ? 'warning' : 'warnings'}`;
  process.stdout.write(`${files} ${files === 1 ? 'file' : 'files'}: ${counted}\n`);
};

const asJson = ({source, diagnostic}: Finding) => {
  const lines = readLines(source.text);
  const from = lines.position(diagnostic.span.from);
  const to = lines.position(diagnostic.span.to);
  const {code, severity, message, hint} = diagnostic;
  return {
    code,
    severity,
    file: source.file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    message,
    hint: hint ?? null,
  };
};
