/** The node of a step: its shape, and what is said of it in small print. */
import {spellDurationMs} from '../base/duration.ts';
import type {Path} from '../run/path.ts';
import {probeWords} from '../runbook/probe-words.ts';
import type {Step} from '../runbook/runbook.ts';
import type {GraphNode, Mark, NodeShape} from './graph.ts';

/** Longer expressions are cut: the picture is for the way, the page for the words. */
const expressionMax = 90;

/** A bare node of a step that is one. `clockStop` is the milestone that stops the clock, in the document whose clock counts. */
export const nodeOf = (step: Step, path: Path, clockStop: string | undefined): GraphNode => ({
  is: 'node',
  id: path,
  step: path,
  shape: shapeOf(step),
  kind: `${step.kind} ${step.id}`,
  title: step.title,
  notes: [...conditionOf(step), ...notesOf(step, clockStop), ...estimateOf(step), ...retriesOf(step)],
  marks: marksOf(step),
  isConditional: step.when !== undefined,
});

/** An expression as small print. */
export const shorten = (expression: string): string => {
  const line = expression.replaceAll(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= expressionMax ? line : `${letters.slice(0, expressionMax - 1).join('')}…`;
};

/** What a step applies under. */
export const conditionOf = ({when}: Step): readonly string[] =>
  when === undefined ? [] : [`only when ${shorten(when)}`];

const estimateOf = ({estimate}: Step): readonly string[] => {
  if (estimate === undefined) {
    return [];
  }
  const {p50Ms, p90Ms} = estimate;
  return [`${spellDurationMs(p50Ms)}${p90Ms === p50Ms ? '' : ` (p90 ${spellDurationMs(p90Ms)})`}`];
};

const retriesOf = ({retry}: Step): readonly string[] => (retry.attempts > 1 ? [`up to ${retry.attempts} tries`] : []);

const marksOf = ({effects, pointOfNoReturn}: Step): readonly Mark[] => [
  ...(effects === 'destructive' ? ['destructive' as const] : []),
  ...(pointOfNoReturn ? ['point of no return' as const] : []),
];

const shapeOf = (step: Step): NodeShape => {
  switch (step.shape) {
    case 'action':
      return 'action';
    case 'prompt':
      return 'prompt';
    case 'probe':
      return 'check';
    case 'group':
      return 'decision';
    case 'instant':
      return step.kind === 'milestone' || step.kind === 'end' ? step.kind : 'instant';
  }
};

const notesOf = (step: Step, clockStop: string | undefined): readonly string[] => {
  switch (step.kind) {
    case 'decision':
      return step.choose === undefined ? [] : [`decided by ${shorten(step.choose)}`];
    case 'approval':
      return [`${step.need > 1 ? `${step.need} of ` : ''}${step.from.join(', ')}`];
    case 'check':
      return [shorten(probeWords(step.probe))];
    case 'wait':
      return 'for' in step.wait
        ? [`for ${spellDurationMs(step.wait.for)}`]
        : [shorten('at' in step.wait ? `until ${step.wait.at}` : `until ${probeWords(step.wait.until)}`)];
    case 'assert':
      return [shorten(step.condition)];
    case 'let':
      return Object.keys(step.values);
    case 'milestone':
      return step.event === clockStop ? ['the clock stops'] : [];
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
    case 'end':
      return [];
  }
};
