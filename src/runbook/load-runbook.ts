/** A runbook's text as the model that runs, or all that is wrong with it. */
import {fail, succeed} from '../base/result.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {inOrder} from '../diagnostics/in-order.ts';
import type {RunbookHistory} from './history.ts';
import {lint} from './lint.ts';
import type {PlanFacts} from './objectives.ts';
import {parseRunbook, type Waiver} from './parse-runbook.ts';
import {type Beside, type Included, isMapping, nothingBeside} from './reading.ts';
import type {Runbook} from './runbook.ts';
import {type Document, readDocument} from './yaml/document.ts';
import {textBytesMax} from './yaml/document-limits.ts';

export type Loaded = {
  /** Absent where there is any error: what runs has none. */
  readonly runbook?: Runbook;
  /** Errors and warnings, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** What its author answers for. */
  readonly waivers: readonly Waiver[];
};

/** Where a runbook that is included, and what lies beside it, is found beside the one that includes it. */
const includedPath = (id: string): string => `included/${id}`;

/** A chain of runbooks is short: a longer one is taken for a mistake. */
const includeDepthMax = 8;

/** All that a runbook includes, and what that includes: ten of each on eight levels would be a hundred million. */
const includesMax = 100;
const includedLettersMax = 4 * textBytesMax;

/** What a runbook is judged against: the plan, where there is one, and the day (`2026-11-24`, UTC). */
export type Surrounding = {
  readonly plan?: PlanFacts;
  readonly today: string;
  /** What earlier runs of a runbook showed, by its id. */
  readonly history?: (runbook: string) => RunbookHistory | undefined;
  /** Whether there is a runbook of that id, for who looks at more than one. */
  readonly isRunbook?: (id: string) => boolean;
  /** Whether a run has pinned it: it was sound when that began, and another day or a newer rule must not keep it from going on. */
  readonly isPinned?: boolean;
  /** The files beside it, such as those of SQL. */
  readonly beside?: Beside;
  /** The runbooks that include this one, the outermost first. */
  readonly within?: readonly string[];
  /** Counted over all runbooks that the outermost includes. */
  readonly counted?: Counted;
};

type Counted = {includes: number; letters: number};

/** Reads, checks and lints a runbook. */
export const loadRunbook = (text: string, surrounding: Surrounding): Loaded => {
  const {plan, today, beside, isRunbook, history} = surrounding;
  const document = readDocument(text);
  if (!document.ok) {
    return {diagnostics: [document.reason], waivers: []};
  }
  const parsed = withRolesOf(plan, parseRunbook(document.value, beside, includedBy(document.value, surrounding)));
  if (surrounding.isPinned === true && parsed.runbook !== undefined) {
    return {runbook: parsed.runbook, diagnostics: parsed.reading.diagnostics, waivers: parsed.waivers};
  }
  const diagnostics = inOrder([...parsed.reading.diagnostics, ...lint(parsed, {plan, today, isRunbook, history})]);
  const isSound = diagnostics.every(({severity}) => severity !== 'error');
  return {
    diagnostics,
    waivers: parsed.waivers,
    ...(parsed.runbook !== undefined && isSound && {runbook: parsed.runbook}),
  };
};

/** A role that the runbook does not fill is filled by the plan. */
const withRolesOf = (plan: PlanFacts | undefined, parsed: ReturnType<typeof parseRunbook>): typeof parsed =>
  parsed.runbook && plan?.roles
    ? {...parsed, runbook: {...parsed.runbook, roles: {...plan.roles, ...parsed.runbook.roles}}}
    : parsed;

/** A runbook that is included is sound by itself; it is read with what lies beside it. */
const includedBy = (
  {data}: Document,
  {beside = nothingBeside, history: _ofThisOne, ...surrounding}: Surrounding,
): Included => {
  const {within = [], counted = {includes: 0, letters: 0}} = surrounding;
  const own = isMapping(data) && typeof data.id === 'string' ? data.id : '';
  const chain = [...within, own];
  return id => {
    if (chain.includes(id)) {
      return fail(`it would include itself (${[...chain, id].join(' includes ')})`);
    }
    if (chain.length > includeDepthMax) {
      return fail(`more than ${includeDepthMax} runbooks include each other`);
    }
    const text = beside(`${includedPath(id)}.yaml`);
    if (!text.ok) {
      return text;
    }
    counted.includes += 1;
    counted.letters += text.value.length;
    if (counted.includes > includesMax || counted.letters > includedLettersMax) {
      const most = `${includesMax} runbooks, or ${includedLettersMax / 1024} KiB of them`;
      return fail(`more than ${most}, would be included in all`);
    }
    const {runbook, diagnostics} = loadRunbook(text.value, {
      ...surrounding,
      beside: path => beside(`${includedPath(id)}/${path}`),
      within: chain,
      counted,
    });
    const [error] = diagnostics.filter(({severity}) => severity === 'error');
    return runbook ? succeed(runbook) : fail(`it is not sound: ${error?.message ?? 'lint it'}`);
  };
};
