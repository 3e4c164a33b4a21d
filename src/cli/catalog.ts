/** Finds and reads runbooks: by path, or by id among those of this directory and those that are shipped. */
import {existsSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import {codeFrame, sourceOf} from '../diagnostics/code-frame.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {parsePlan} from '../plan/parse-plan.ts';
import type {Plan} from '../plan/plan.ts';
import {loadRunbook} from '../runbook/load-runbook.ts';
import type {Beside} from '../runbook/reading.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {allSteps} from '../runbook/walk.ts';
import {word} from './own-command.ts';
import {type Refusal, refuse} from './refusal.ts';
import {
  besideOf,
  idOf,
  isDirectory,
  isPlanFile,
  isThere,
  leadsTo,
  planFor,
  readWithin,
  runbooksBelow,
  runbooksIn,
} from './runbook-files.ts';
import {readTextFile, type TextFileOptions} from './text-file.ts';
import {packageRoot} from './version.ts';

export type Readable = {readonly file: string; readonly text: string};

export type Catalogued = {
  readonly runbook: Runbook;
  readonly source: Readable;
  readonly plan: Plan;
  readonly planSource: Readable;
  /** The files beside the runbook that it names, by their paths from there. */
  readonly files: readonly Readable[];
};

/** Today as runbooks write dates, UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Reads a runbook that is to be run: any error in it or in its plan is a refusal with code frames. */
export const readRunbook = (wanted: string): Result<Catalogued, Refusal> => {
  const file = findRunbook(wanted);
  if (!file.ok) {
    return file;
  }
  if (isPlanFile(file.value.path)) {
    const hint = `Give a runbook; \`lifeboat lint ${word(wanted)}\` checks a plan.`;
    return refuse('usage', `${shortPath(file.value.path)} is a plan, not a runbook.`, hint);
  }
  const {path, within} = file.value;
  // Whoever runs it wants it, also where a link shares it between folders; only who looks through a folder does not.
  const source = readText(path, {within: leadsTo(path, /\.ya?ml$/) ? undefined : within});
  if (!source.ok) {
    return source;
  }
  const planSource = readPlanFor(path);
  return planSource.ok ? load(source.value, planSource.value, {beside: besideOf(path)}) : planSource;
};

/** Loads texts that are at hand: a runbook from disk, or the one that a run has pinned, which is not judged again. */
export const load = (
  source: Readable,
  planSource: Readable,
  {beside, isPinned = false}: {readonly beside: Beside; readonly isPinned?: boolean},
): Result<Catalogued, Refusal> => {
  const {plan, diagnostics: planDiagnostics} = parsePlan(planSource.text);
  if (!plan) {
    return invalid(planSource, planDiagnostics);
  }
  const files = new Map<string, string>();
  const {runbook, diagnostics} = loadRunbook(source.text, {
    plan,
    today: today(),
    isPinned,
    beside: path => {
      const text = beside(path);
      if (text.ok) {
        files.set(path, text.value);
      }
      return text;
    },
  });
  return runbook
    ? succeed({runbook, source, plan, planSource, files: [...files].map(([file, text]) => ({file, text}))})
    : invalid(source, diagnostics);
};

/** The plan that counts for a runbook. It was looked for, so a link leads to a plan that is shared, and to nothing else. */
export const readPlanFor = (runbookFile: string): Result<Readable, Refusal> => {
  const plan = planFor(runbookFile);
  return readText(plan, {within: leadsTo(plan, /\/plan\.ya?ml$/) ? undefined : dirname(plan)});
};

/** The folder that a file was found in, where nobody named it. */
type Reading = TextFileOptions & {readonly within?: string | undefined};

/** Reads a text, or says why it cannot be read. */
export const readText = (file: string, {within, ...options}: Reading = {}): Result<Readable, Refusal> => {
  const text = within === undefined ? readTextFile(file, options) : readWithin(within, file);
  return text.ok
    ? succeed({file: shortPath(file), text: text.value})
    : refuse('usage', `${shortPath(file)} cannot be read: ${text.reason}.`, 'Check the path and its permissions.');
};

/** Frames of everything that is wrong, and one closing sentence. */
export const invalid = (source: Readable, diagnostics: readonly Diagnostic[]): ReturnType<typeof refuse> => {
  const errors = diagnostics.filter(({severity}) => severity === 'error');
  const place = sourceOf(source.file, source.text);
  const refusal = refuse(
    'invalid',
    `${source.file} has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; nothing was done.`,
    `Mend the lines above; \`lifeboat lint ${lintedBy(source.file)}\` checks again without running anything.`,
  );
  return {...refusal, reason: {...refusal.reason, frames: errors.map(error => codeFrame(error, place))}};
};

/** Its path as it is typed; what was pinned with a run is at no place that one would type. */
const lintedBy = (file: string): string => (existsSync(file) ? word(file) : 'FILE');

/** The roles of a runbook with the people that its plan puts behind them. */
export const rolesOf = ({runbook, plan}: Catalogued): {readonly [role: string]: {contact: string; name: string}} =>
  Object.fromEntries(
    Object.entries(allRoles(runbook)).map(([role, {contact}]) => [
      role,
      {contact, name: plan.contacts[contact]?.name ?? contact},
    ]),
  );

/** Roles map by name: an included runbook brings those that the one around it does not have. */
const allRoles = (runbook: Runbook): Runbook['roles'] => ({
  ...Object.assign(
    {},
    ...[...allSteps(runbook.steps)].map(step => (step.kind === 'include' ? allRoles(step.runbook) : {})),
  ),
  ...runbook.roles,
});

/** A runbook that was named by its path, or found within a folder by its id. */
export type Found = {readonly path: string; readonly within?: string};

/** By its path, else by its id: below `runbooks`, here, then among those that are shipped. */
export const findRunbook = (wanted: string): Result<Found, Refusal> => {
  if (isThere(wanted) && !isDirectory(wanted)) {
    return succeed({path: wanted});
  }
  const here = runbooksIn('.').map(path => ({path, within: '.'}));
  const known = knownRunbooks();
  const byId = [...known, ...here].find(({path}) => idOf(path) === wanted);
  if (byId !== undefined) {
    return succeed(byId);
  }
  const ids = known.map(({path}) => idOf(path));
  const hint = didYouMean(wanted, [...ids, ...known.map(({path}) => shortPath(path))]);
  const listed = ids.join(', ');
  return refuse(
    'usage',
    `There is no runbook "${wanted}".`,
    hint ?? (listed ? `There are: ${listed}.` : 'Give the path of a YAML file.'),
  );
};

/** All that can be named by their ids: below `runbooks`, here, then those that are shipped. Of two with one id the first counts. */
export const knownRunbooks = (): readonly Found[] => {
  const [own, shipped] = [resolve('runbooks'), join(packageRoot(), 'runbooks')];
  const below = (within: string): readonly Found[] => runbooksBelow(within).map(path => ({path, within}));
  const here = runbooksIn('.').map(path => ({path, within: '.'}));
  return [...below(own), ...here.filter(looksLikeOne), ...(shipped === own ? [] : below(shipped))];
};

/** A folder of work holds other YAML too, which nobody wants to see named as runbooks. */
const looksLikeOne = ({path, within}: {readonly path: string; readonly within: string}): boolean => {
  const text = readWithin(within, path);
  return text.ok && /^format:/m.test(text.value);
};

/** A path as people call it: from here where it lies below, else in full. */
export const shortPath = (file: string): string => {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? resolve(file) : path;
};
