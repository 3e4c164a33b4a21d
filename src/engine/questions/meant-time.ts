/** At three in the morning people type 02:47: what that means is said in both zones before it counts. */
import {inBothZones} from '../../base/both-zones.ts';
import type {Actor} from '../../run/event.ts';
import type {Intent, IntentAnswer} from '../../run/intent.ts';
import type {InputDeclaration} from '../../runbook/input-declaration.ts';
import {readInput} from '../../runbook/inputs.ts';
import {type Context, stepAt} from '../context.ts';
import {readSetting} from './change-input.ts';

/**
 * The refusal of what would be accepted: it says what was meant, and how it is taken. Nothing where there is nothing to say.
 * Whoever writes answers beforehand, or a program, says times exactly or means its own words.
 */
export const meantTime = (context: Context, intent: Intent, {via}: Actor): IntentAnswer | undefined => {
  const typed = via === 'screen' || via === 'plain' ? typedTime(context, intent) : undefined;
  if (!typed) {
    return undefined;
  }
  const {declaration, text, before} = typed;
  const nowMs = context.clock.nowMs();
  const zoneOffsetMinutes = -new Date(nowMs).getTimezoneOffset();
  const read = readInput(declaration, text, {nowMs, zoneOffsetMinutes});
  if (!read.ok || typeof read.value !== 'string' || read.value === text) {
    return undefined;
  }
  // Who has to type it again types no milliseconds that they never said.
  const meant = text.includes('.') ? read.value : read.value.replace(/\.\d+Z$/, 'Z');
  const says = `That is ${inBothZones(meant, zoneOffsetMinutes)}.`;
  return {
    accepted: false,
    why: `${says} To take it, give ${before}${meant}.`,
    meant: {says, value: `${before}${meant}`},
  };
};

type Typed = {readonly declaration: InputDeclaration; readonly text: string; readonly before: string};

/** A time that was typed as the answer to a question, or as the new value of an input. */
const typedTime = (context: Context, {intent, step = '', value}: Intent): Typed | undefined => {
  if (intent === 'set') {
    const {name, raw} = readSetting(value);
    const declaration = context.values.declared().inputs[name];
    return declaration?.type === 'timestamp' ? {declaration, text: raw, before: `${name}=`} : undefined;
  }
  if (intent !== 'answer' || !context.state.steps.has(step)) {
    return undefined;
  }
  const asked = stepAt(context.forest, step).step;
  return asked.kind === 'input' && asked.declaration.type === 'timestamp'
    ? {declaration: asked.declaration, text: String(value ?? ''), before: ''}
    : undefined;
};
