/** `lifeboat lint [PATH…]`: everything that is wrong with runbooks and their plan, with the place and the way out. */
import {existsSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import type {Result} from '../../base/result.ts';
import {succeed} from '../../base/result.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {type Finding, isError} from '../../diagnostics/finding.ts';
import {inOrder} from '../../diagnostics/in-order.ts';
import {readLines} from '../../diagnostics/lines.ts';
import {parsePlan} from '../../plan/parse-plan.ts';
import {type Loaded, loadRunbook, type Surrounding} from '../../runbook/load-runbook.ts';
import type {PlanFacts} from '../../runbook/objectives.ts';
import {type Found, findRunbook, type Readable, readPlanFor, readText, shortPath, today} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {areInjects, lintInjects} from '../injects/lint-injects.ts';
import {type LintFormat, printFindings} from '../lint-formats.ts';
import {idProblems} from '../lint-ids.ts';
import {asTyped} from '../own-command.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {
  besideOf,
  isDirectory,
  isPlanFile,
  isThere,
  planFor,
  readWithin,
  runbooksBelow,
  runbooksIn,
} from '../runbook-files.ts';
import {historyIn} from '../runbook-history.ts';
import {type StateOption, statePath} from '../state-place.ts';
import {readTextFile} from '../text-file.ts';
import {packageRoot} from '../version.ts';

export type LintOptions = StateOption & {readonly json?: boolean; readonly format?: LintFormat};

export const lintCommand = (paths: readonly string[], options: LintOptions): number => {
  const folder = paths.length > 0 ? undefined : usualFolder();
  const files = filesOf(folder === undefined ? paths : [folder]);
  if (!files.ok) {
    return printRefusal(files.reason);
  }
  if (folder !== undefined && folder !== own) {
    process.stderr.write(`${asTyped(onlyShipped())}\n`);
  }
  const history = historyHere(options);
  const read = files.value.map(readLinted);
  const idProblemsOf = idProblems(read);
  const findings = read.flatMap(file => lintFile(file, {history, idProblemsOf}));
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  process.stdout.write(printFindings(format, findings, {files: files.value.length, folder}));
  return findings.some(isError) ? exitCodes.invalid.code : exitCodes.done.code;
};

/** Where runbooks of one's own are looked for without a path. */
const own = 'runbooks';

const usualFolder = (): string => (existsSync(own) ? own : shortPath(join(packageRoot(), 'runbooks')));

/** Whoever has a runbook elsewhere must not take the silence for a good word. */
const onlyShipped = (): string =>
  `lifeboat: there is no folder ${own} here, so only the shipped runbooks were looked at.${
    runbooksIn('.').length > 0 ? ' Those that lie here: lifeboat lint .' : ' Others: lifeboat lint PATH'
  }`;

/** A file that was named, or found within a folder. */
type LintedFile = {readonly path: string; readonly within?: string | undefined};

/** Plans come first, each once. */
const filesOf = (paths: readonly string[]): Result<readonly LintedFile[], Refusal> => {
  const files: LintedFile[] = [];
  for (const path of paths) {
    if (!isThere(path)) {
      const byId = findRunbook(path);
      if (!byId.ok) {
        return refuse('usage', `${path} does not exist.`, byId.reason.hint);
      }
      files.push(byId.value);
      continue;
    }
    files.push(...(isDirectory(path) ? runbooksBelow(path).map(found => ({path: found, within: path})) : [{path}]));
  }
  const named = new Map(files.map(file => [resolve(file.path), file]));
  const plans = new Set(files.map(({path}) => resolve(planFor(path))));
  return succeed([
    ...[...plans].map(path => named.get(path) ?? {path, within: dirname(path)}),
    ...files.filter(({path}) => !plans.has(resolve(path))),
  ]);
};

/** Of the runs on this machine; where there are none, or cannot be, nothing is said of them. */
const historyHere = (options: StateOption): History => {
  const state = statePath(options);
  return state.ok ? historyIn(state.value) : () => undefined;
};

type History = NonNullable<Surrounding['history']>;

type ReadFile = LintedFile & {readonly text: string; readonly unreadable?: string};

const readLinted = (file: LintedFile): ReadFile => {
  const text = file.within === undefined ? readTextFile(file.path) : readWithin(file.within, file.path);
  return text.ok ? {...file, text: text.value} : {...file, text: '', unreadable: text.reason};
};

type Around = {readonly history: History; readonly idProblemsOf: ReturnType<typeof idProblems>};

const lintFile = (file: ReadFile, {history, idProblemsOf}: Around): readonly Finding[] => {
  const {path, text, unreadable: reason} = file;
  const source = {file: shortPath(path), text};
  if (reason !== undefined) {
    return inFile(source, [unreadable(reason)]);
  }
  if (isPlanFile(path)) {
    return inFile(source, parsePlan(text).diagnostics);
  }
  if (areInjects(text)) {
    return inFile(source, lintInjects(text));
  }
  const found = loadHere(source, history).diagnostics;
  // Of what is no YAML yet nothing else is said.
  const isText = !found.some(({code}) => code.startsWith('yaml/'));
  return inFile(source, isText ? inOrder([...idProblemsOf(file), ...found]) : found);
};

/** One file that cannot be read hides no other. */
const unreadable = (reason: string): Diagnostic => ({
  code: 'yaml/unreadable',
  severity: 'error',
  message: `this file cannot be read: ${reason}`,
  span: {from: 0, to: 1},
  hint: 'give a file that this user may read, or take it out of the folder',
});

/** One runbook, judged against the plan above it, as it is linted; with what its proof needs to know beside it. */
export const loadForLint = (file: string): Result<LoadedHere, Refusal> => {
  const found = findRunbook(file);
  return found.ok ? loadFound(found.value) : found;
};

export type LoadedHere = Loaded & {readonly text: string; readonly plan: PlanFacts | undefined};

/** The same of one that was found already. */
export const loadFound = (found: Found): Result<LoadedHere, Refusal> => {
  const source = readText(found.path, found);
  return source.ok ? succeed({...loadHere(source.value), text: source.value.text, plan: planOf(found.path)}) : source;
};

const loadHere = ({file, text}: Readable, history?: History): Loaded => {
  const plan = planOf(file);
  const beside = besideOf(file);
  const isRunbook = (id: string): boolean => beside(`included/${id}.yaml`).ok;
  return loadRunbook(text, {...(plan && {plan}), today: today(), beside, isRunbook, ...(history && {history})});
};

const planOf = (file: string): PlanFacts | undefined => {
  const source = readPlanFor(file);
  return source.ok ? parsePlan(source.value.text).plan : undefined;
};

/** What the linter prints of one that was found already. */
export const findingsText = (found: Found): string => {
  const read = readLinted(found);
  const findings = lintFile(read, {history: () => undefined, idProblemsOf: idProblems([read])});
  return printFindings('text', findings, {files: 1});
};

const inFile = ({file, text}: Readable, diagnostics: readonly Diagnostic[]): readonly Finding[] => {
  const lines = readLines(text);
  return diagnostics.map(diagnostic => ({diagnostic, file, lines}));
};
