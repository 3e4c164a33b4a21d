/** One runbook as the home screen knows it: what it says, and what the linter has against it. */
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {readLines} from '../../diagnostics/lines.ts';
import type {RunbookNow} from '../../report/history/history.ts';
import type {HomeRunbook} from '../../report/home/home.ts';
import {flowOf} from '../../runbook/flow/flow.ts';
import {objectivesFor} from '../../runbook/objectives.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {type Found, shortPath, today} from '../catalog.ts';
import {type LoadedHere, loadFound} from '../commands/lint.ts';
import {runbookNow} from '../history/read-history.ts';
import {idOf} from '../runbook-files.ts';

/** All but its runs; of a runbook without errors also what its debt is counted of. */
export type ReadRunbook = Omit<HomeRunbook, 'runs' | 'debt'> & {readonly now: RunbookNow | null};

const dayMs = 86_400_000;

/** A file that cannot be read, or is none of ours, is a runbook with an error. */
export const readHomeRunbook = (found: Found): ReadRunbook => {
  const loaded = loadFound(found);
  if (!loaded.ok) {
    return {...unknown(found, ''), errors: [loaded.reason.message.replace(/\.$/, '')]};
  }
  const {runbook, text, diagnostics} = loaded.value;
  const judged = {errors: saidOf(text, diagnostics, 'error'), warnings: saidOf(text, diagnostics, 'warning')};
  return runbook
    ? {...described(found, runbook, loaded.value), ...judged}
    : {...unknown(found, titleIn(text) ?? ''), ...judged};
};

const described = (found: Found, runbook: Runbook, {plan}: LoadedHere): ReadRunbook => {
  const {title, scenario, version, owner, summary, symptoms, drill} = runbook;
  const {rtoMs, rpoMs} = objectivesFor(runbook, plan);
  return {
    ...unknown(found, title),
    scenario,
    version,
    owner: owner.replaceAll('_', ' '),
    summary: summary.trim(),
    symptoms: symptoms.map(({text}) => text),
    rtoMs,
    rpoMs,
    worstP90Ms: flowOf(runbook).worstP90Ms ?? null,
    review: reviewOf(runbook),
    canDrill: drill !== undefined,
    variants: drill?.variants.map(({name, title = null}) => ({name, title})) ?? [],
    now: runbookNow(runbook),
  };
};

const unknown = ({path}: Found, title: string): ReadRunbook => ({
  id: idOf(path),
  file: shortPath(path),
  title: title === '' ? idOf(path) : title,
  scenario: null,
  version: null,
  owner: null,
  summary: '',
  symptoms: [],
  rtoMs: null,
  rpoMs: null,
  worstP90Ms: null,
  review: null,
  canDrill: false,
  variants: [],
  now: null,
  errors: [],
  warnings: [],
});

const reviewOf = ({review}: Runbook): HomeRunbook['review'] => {
  if (review === undefined) {
    return null;
  }
  const dueOn = new Date(Date.parse(review.last) + review.everyMs).toISOString().slice(0, 10);
  return {last: review.last, dueOn, lateDays: Math.round((Date.parse(today()) - Date.parse(dueOn)) / dayMs)};
};

const titleIn = (text: string): string | undefined => /^title:[ \t]*["']?(.{1,200}?)["']?[ \t]*\r?$/m.exec(text)?.[1];

const saidOf = (
  text: string,
  diagnostics: readonly Diagnostic[],
  severity: Diagnostic['severity'],
): readonly string[] => {
  const lines = readLines(text);
  return diagnostics
    .filter(diagnostic => diagnostic.severity === severity)
    .map(({message, span}) => `line ${lines.position(span.from).line}, ${message}`);
};
