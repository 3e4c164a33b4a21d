/** What stands above the blocks inside a step of a dry run: branches and which is taken, items, rounds, an included runbook. */
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import type {ForetoldBlock, ForetoldStep} from '../run/dry-run.ts';
import {dependsWords} from './dry-run-parts.ts';
import {outcomeWords} from './words.ts';

type Titles = {
  readonly before: readonly string[];
  readonly each: (block: ForetoldBlock) => readonly string[];
  readonly after: readonly string[];
};

/** The lines around its blocks and above each of them. */
export const blockTitles = (step: ForetoldStep): Titles => {
  const {list, rounds, includes} = step;
  const hasSteps = step.blocks.some(({steps}) => steps.length > 0);
  return {
    before: [
      ...(list ? [listWords(list)] : []),
      ...(rounds ? [`Until ${showForeignLine(rounds.until)}, at most ${rounds.max} times:`] : []),
      ...(includes
        ? [`Includes ${showForeignLine(includes.title)} (${includes.id} ${showForeignLine(includes.version)}):`]
        : []),
    ],
    each: block => (block.branch === undefined ? [] : [...(hasSteps ? [''] : []), branchWords(step, block)]),
    after: restWords(step),
  };
};

/** What items and rounds around a block are called, the outermost first. */
export const itemsInside = (
  {list, rounds, blocks}: ForetoldStep,
  index: number,
  around: readonly string[],
): readonly string[] => {
  if (rounds) {
    return [...around, `round ${index + 1}`];
  }
  if (!list) {
    return around;
  }
  const item = blocks[index]?.item;
  return [...around, !list.count ? 'each' : `${index + 1}${item === undefined ? '' : `, ${itemName(item)}`}`];
};

/** Longer names push the title of the step out of the line. */
const nameMax = 24;

const itemName = (item: Json): string => {
  const name = showForeignLine(typeof item === 'string' ? item : JSON.stringify(item));
  return name.length > nameMax ? `${name.slice(0, nameMax - 1)}…` : name;
};

const listWords = (list: NonNullable<ForetoldStep['list']>): string => {
  const {count, expression, dependsOn, atOnce, onItemFailure} = list;
  if (count === 0) {
    return `${showForeignLine(expression)} is empty, so nothing of this is done:`;
  }
  const side = `${atOnce > 1 ? `, ${atOnce} at once` : ''}${onItemFailure === 'continue' ? ', and one that fails is given up by itself' : ''}`;
  return count === null
    ? `For each of ${showForeignLine(expression)}, ${dependsWords(dependsOn)}${side}:`
    : `For ${count} ${count === 1 ? 'item' : 'items'}${side}:`;
};

/** As many names as fit into a few lines. */
const namesMax = 40;

const restWords = ({list, blocks}: ForetoldStep): readonly string[] => {
  const {count, others = []} = list ?? {};
  if (!count || others.length === 0) {
    return [];
  }
  const left = count - blocks.length;
  const named = others.slice(0, namesMax);
  const more = left > named.length ? `, and ${left - named.length} more` : '';
  return [`The same for ${left} more: ${named.map(itemName).join(', ')}${more}.`];
};

const branchWords = (step: ForetoldStep, block: ForetoldBlock): string =>
  [
    `Branch ${block.branch}: ${showForeignLine(block.title ?? '')}`,
    ...(step.prompt?.ok && step.prompt.value.proposal === block.branch ? ['proposed'] : []),
    ...takenWords(step, block),
    ...leadWords(step, block),
  ].join('; ');

const takenWords = ({kind, choice, isLeftOut}: ForetoldStep, {isTaken}: ForetoldBlock): readonly string[] => {
  if (kind !== 'decision' || isTaken === null || isLeftOut) {
    return [];
  }
  return [isTaken ? `TAKEN, as ${choice?.by === 'answers' ? 'the answers say' : 'the runbook chooses'}` : 'not taken'];
};

const leadWords = ({kind}: ForetoldStep, {goto, end, steps}: ForetoldBlock): readonly string[] => {
  if (end !== undefined) {
    return [`the run ends: ${outcomeWords[end]}`];
  }
  if (goto !== undefined) {
    return [`goes on at ${goto}`];
  }
  return kind === 'decision' && steps.length === 0 ? ['goes on'] : [];
};
