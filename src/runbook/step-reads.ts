/** All expressions that a step reads at a stage of its life, wherever in its fields they stand. */
import type {Expression, Step} from './runbook.ts';
import {parseText} from './texts/text.ts';

/** Of anything within a step: fields that are expressions, and those within texts. */
export const expressionsOf = (value: unknown, key = ''): readonly Expression[] => {
  if (typeof value === 'string') {
    return expressionKeys.has(key) ? [value] : inText(value);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const isNamed = key === 'values';
  return Object.entries(value).flatMap(([name, member]) =>
    expressionsOf(member, Array.isArray(value) ? key : isNamed ? 'value' : name),
  );
};

/** What is looked at before it begins: everything but its condition, what stands inside it, and what comes after. */
export const readBefore = (step: Step): readonly Expression[] =>
  Object.entries(step).flatMap(([key, value]) => (laterKeys.has(key) ? [] : expressionsOf(value, key)));

/** Fields that are expressions as a whole (language.md, Expressions). */
const expressionKeys: ReadonlySet<string> = new Set([
  'when',
  'expect',
  'failWhen',
  'choose',
  'propose',
  'condition',
  'in',
  'until',
  'recoveryPoint',
  'value',
]);

/** Its condition comes first; the rest is for people, stands inside, or is asked once it is over. */
const laterKeys: ReadonlySet<string> = new Set([
  'when',
  'title',
  'why',
  'steps',
  'branches',
  'runbook',
  'until',
  'undo',
  'doneWhen',
  'drill',
  'troubleshoot',
  'danger',
  'see',
]);

const inText = (text: string): readonly Expression[] => {
  const parts = text.includes('${') ? parseText(text) : undefined;
  return parts?.ok ? parts.value.flatMap(part => ('expression' in part ? [part.expression] : [])) : [];
};
