/** A dry run as text, for people and pipes: what it is about, then every step in the order of the page with all that is inside it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {DryRun, ForetoldStep} from '../run/dry-run.ts';
import {blockTitles, itemsInside} from './dry-run-blocks.ts';
import {estimateWords, indented, valueWords} from './dry-run-parts.ts';
import {type Against, stepLines} from './dry-run-step.ts';
import {spokenDuration} from './spoken-duration.ts';
import {modeWords} from './words.ts';

/** Where the runbook and its plan were read. */
export type Files = {readonly runbook: string; readonly plan: string};

/** All of it, one line an item; foreign text is made harmless. */
export const dryRunLines = (told: DryRun, files: Files): readonly string[] => {
  const {objectives, clock, steps} = told;
  const page = {
    total: countOf(steps),
    against: {rtoMs: objectives.rtoMs, usedMs: clock.usedMs, stop: clock.stop},
    items: [],
  };
  return [...headLines(told, files), ...stepsLines(steps, page, undefined)];
};

type Page = {
  readonly total: number;
  readonly against: Against;
  /** The items and rounds around, the outermost first. */
  readonly items: readonly string[];
};

const countOf = (steps: readonly ForetoldStep[]): number =>
  steps.reduce(
    (count, step) =>
      step.blocks.reduce((most, {steps: inner}) => Math.max(most, countOf(inner)), Math.max(count, step.number)),
    0,
  );

const headLines = (told: DryRun, files: Files): readonly string[] => {
  const {runbook, inputs, deadlines = [], reminders = [], next} = told;
  return [
    `${modeWords['dry-run']}: ${showForeignLine(runbook.title)} (${runbook.id} ${showForeignLine(runbook.version)})`,
    'Nothing is executed and nothing is recorded. ‹…› stands for a secret, or for what only the run itself will know.',
    `It was read in ${showForeignLine(files.runbook)}, with the plan in ${showForeignLine(files.plan)}.`,
    '',
    ...Object.entries(inputs).map(([name, value]) => `Input ${name} = ${valueWords(value)}`),
    ...recoveryLines(told),
    ...deadlines.map(
      ({withinMs, after, text, role}) =>
        `Within ${spokenDuration(withinMs)} after ${after.replaceAll('_', ' ')}: ${showForeignLine(text)}${roleWords(role)}`,
    ),
    ...reminders.map(
      ({everyMs, until, text, role}) =>
        `Every ${spokenDuration(everyMs)} until ${until.replaceAll('_', ' ')}: ${showForeignLine(text)}${roleWords(role)}`,
    ),
    ...(next === undefined ? [] : [`Proposed afterwards: ${next}`]),
  ];
};

const roleWords = (role: string | undefined): string => (role === undefined ? '' : ` (${role.replaceAll('_', ' ')})`);

const recoveryLines = ({objectives: {rtoMs, rpoMs, mtpdMs}, clock, toClockStop}: DryRun): readonly string[] => {
  const stop = clock.stop.replaceAll('_', ' ');
  const rto = rtoMs === null ? 'No RTO is set' : `RTO ${spokenDuration(rtoMs)}`;
  const rpo = rpoMs === null ? 'no RPO is set' : `RPO ${spokenDuration(rpoMs)}`;
  return [
    `${rto}, from ${clock.start.replaceAll('_', ' ')} to ${stop}; ${rpo}${mtpdMs === undefined ? '' : `; MTPD ${spokenDuration(mtpdMs)}`}.`,
    ...usedWords(clock.usedMs, rtoMs),
    toClockStop === null
      ? `No way leads to ${stop}.`
      : `The longest way to ${stop} takes ${estimateWords(toClockStop)}${verdict({rtoMs, usedMs: clock.usedMs ?? 0, toClockStop})}.`,
  ];
};

const usedWords = (usedMs: number | null, rtoMs: number | null): readonly string[] => {
  if (rtoMs === null || usedMs === 0) {
    return [];
  }
  return usedMs === null
    ? ['Nobody has said when it began, so totals begin with the run.']
    : [`${spokenDuration(usedMs)} of the RTO is used already, and counts in the totals.`];
};

type Recovery = {
  readonly rtoMs: number | null;
  readonly usedMs: number;
  readonly toClockStop: NonNullable<DryRun['toClockStop']>;
};

const verdict = ({rtoMs, usedMs, toClockStop: {p50Ms, p90Ms}}: Recovery): string => {
  if (rtoMs === null) {
    return '';
  }
  if (p50Ms + usedMs > rtoMs) {
    return ': the RTO would be MISSED';
  }
  return p90Ms + usedMs > rtoMs ? ': the RTO is AT RISK' : ': the RTO would be met';
};

/** A heading stands above the first step of those that it is for. */
const stepsLines = (steps: readonly ForetoldStep[], page: Page, around: string | undefined): readonly string[] =>
  steps.flatMap((step, index) => {
    const before = index === 0 ? around : steps[index - 1]?.heading;
    const isNew = step.heading !== undefined && step.heading !== before;
    return [...(isNew ? ['', showForeignLine(step.heading)] : []), '', ...oneStep(step, page)];
  });

const oneStep = (step: ForetoldStep, page: Page): readonly string[] => {
  const items = page.items.length === 0 ? '' : ` (${page.items.join('; ')})`;
  return [
    `Step ${step.number} of ${page.total}${items}, ${showForeignLine(step.title)} [${step.path}]`,
    ...indented([...stepLines(step, page.against), ...insideLines(step, page)]),
  ];
};

const insideLines = (step: ForetoldStep, page: Page): readonly string[] => {
  const {before, each, after} = blockTitles(step);
  return [
    ...before,
    ...step.blocks.flatMap((block, index) => [
      ...each(block),
      ...indented(stepsLines(block.steps, {...page, items: itemsInside(step, index, page.items)}, step.heading)),
    ]),
    ...after,
  ];
};
