/** The steps of the run as a list: mark, title, time; headings between them; the window follows the step in focus. */

import {formatClockMs} from '../../base/duration.ts';
import {showForeignLine} from '../../base/foreign-text.ts';
import {itemName} from '../../report/item-name.ts';
import {statusNow, statusWords} from '../../report/words.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import {blockOf, ownerOf, type Path} from '../../run/path.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {apart, type Line, type Span, say} from '../line.ts';
import {type Moment, statusAt} from '../moment.ts';
import {type Glyphs, type Tone, toneOf} from '../theme.ts';
import {ghostTime, shortTime} from './ghost-words.ts';

type Look = {readonly width: number; readonly height: number; readonly glyphs: Glyphs; readonly hasKeys: boolean};

/** Only the lines in sight are made: a run may have ten thousand steps. */
export const treeLines = (moment: Moment, focus: Path | undefined, look: Look): readonly Line[] => {
  const rows = rowsOf(moment.state);
  const at = rows.findIndex(({step}) => step?.path === focus);
  const from = Math.max(0, Math.min(Math.max(0, at) - Math.floor(look.height / 2), rows.length - look.height));
  return rows.slice(from, from + look.height).map(row => rowLine(row, focus, {moment, look}));
};

type Row =
  | {readonly step: StepState}
  | {readonly step?: undefined; readonly heading: string}
  | {readonly step?: undefined; readonly heading?: undefined; readonly block: string; readonly depth: number};

const rowsOf = (state: RunState): readonly Row[] => {
  let last: string | undefined;
  return stepsInOrder(state).flatMap((step): readonly Row[] => {
    const {heading} = step.outline;
    const isNew = heading !== undefined && heading !== last;
    last = heading ?? last;
    return [...(isNew ? [{heading}] : []), ...(opensNamedBlock(state, step) ? [blockRow(step)] : []), {step}];
  });
};

/** The steps of each item, round and parallel branch stand below its name: they look alike otherwise. */
const opensNamedBlock = (state: RunState, {path, outline}: StepState): boolean => {
  const block = blockOf(path);
  const isNamed = block.endsWith(']') || state.steps.get(ownerOf(block))?.outline.opens === 'branches';
  return isNamed && block !== path && state.blocks.get(block)?.[0]?.id === outline.id;
};

const blockRow = ({path, depth}: StepState): Row => ({block: blockOf(path), depth});

const rowLine = (row: Row, focus: Path | undefined, shown: Omit<Place, 'isFocus'>): Line => {
  if (row.step !== undefined) {
    return stepLine(row.step, {...shown, isFocus: row.step.path === focus});
  }
  return row.heading === undefined
    ? say(`${' '.repeat(1 + indentOf(row.depth))}${blockName(shown.moment.state, row.block)}`, 'quiet')
    : say(row.heading, 'strong');
};

const blockName = (state: RunState, block: string): string => {
  const branches = state.steps.get(ownerOf(block))?.outline.branches ?? [];
  const title = branches.find(({name}) => block.endsWith(`:${name}`))?.title;
  return itemName(state, block) ?? showForeignLine(title ?? block);
};

const indentOf = (depth: number): number => Math.min(6, depth * 2);

type Place = {readonly moment: Moment; readonly look: Look; readonly isFocus: boolean};

const stepLine = (step: StepState, {moment, look, isFocus}: Place): Line => {
  const {glyphs, width, hasKeys} = look;
  const status = statusAt(moment, step);
  const tone = toneOf(status);
  const cursor = isFocus ? glyphs.cursor : ' ';
  const left: Line = [
    {text: cursor, tone: isFocus && hasKeys ? 'active' : 'plain'},
    {text: `${glyphs.marks[status]} `, tone},
    {text: ' '.repeat(indentOf(step.depth))},
    ...say(
      titleOf(step, moment.state),
      isFocus ? 'strong' : tone === 'active' ? 'active' : tone === 'quiet' ? 'quiet' : 'plain',
    ),
  ];
  return apart(left, [...rightOf(step, moment.nowMs), ...lastTime(moment, step)], width);
};

/** The items of a step with `each` are that step: their names tell them apart. */
const titleOf = ({path, outline}: StepState, state: RunState): string =>
  path.endsWith(']') ? (itemName(state, path) ?? outline.title) : outline.title;

const rightOf = (step: StepState, nowMs: number): Line => {
  switch (statusNow(step)) {
    case 'held':
    case 'unknown':
    case 'failed':
    case 'rejected':
    case 'skipped':
    case 'overridden':
      return [
        {text: step.status === 'unknown' ? 'unknown' : statusWords[statusNow(step)], tone: toneOf(statusNow(step))},
      ];
    case 'pending':
      return target(step, 'quiet');
    case 'not-applicable':
    case 'left':
    case 'not-reached':
      return [];
    case 'undone':
      return [{text: statusWords[statusNow(step)], tone: toneOf(statusNow(step))}];
    case 'undoing':
    case 'ready':
    case 'awaiting':
    case 'running':
    case 'verifying':
      return [elapsed(step, nowMs), ...target(step, 'plain')];
    case 'succeeded':
      return [elapsed(step, nowMs)];
  }
};

/** How long it takes or took; past its target it says so with a mark as well. */
const elapsed = (step: StepState, nowMs: number): Span => {
  if (step.startedAtMs === undefined || step.outline.shape === 'instant') {
    return {text: ''};
  }
  const elapsedMs = (step.finishedAtMs ?? nowMs) - step.startedAtMs;
  const isLate = step.outline.targetMs !== undefined && elapsedMs > step.outline.targetMs;
  return {text: `${formatClockMs(elapsedMs)}${isLate ? '!' : ''}`, tone: isLate ? 'warn' : 'plain'};
};

const target = ({outline}: StepState, tone: Tone): Line =>
  outline.targetMs === undefined ? [] : [{text: `/${shortTime(outline.targetMs)}`, tone}];

/** What it took in the last run, in brackets: beside a step that is still to come it says what to expect. */
const lastTime = ({ghost}: Moment, step: StepState): Line => {
  const last = ghostTime(ghost, step.path);
  return last === undefined || isPassedBy(step) ? [] : [{text: ` (${last})`, tone: 'quiet'}];
};

const isPassedBy = ({status}: StepState): boolean =>
  status === 'not-applicable' || status === 'left' || status === 'not-reached';
