/** At three in the morning people type 02:47: what that means is said in both zones before it counts. */
import {inBothZones} from '../base/both-zones.ts';
import type {Actor} from '../run/event.ts';
import type {Intent, IntentAnswer} from '../run/intent.ts';
import {readInput} from '../runbook/inputs.ts';
import {type Context, stepAt} from './context.ts';

/**
 * The refusal that says what was meant, and how it is taken; nothing where there is nothing to say. Whoever writes answers
 * beforehand, or a program, says times exactly or means its own words.
 */
export const meantTime = (context: Context, {intent, step, value}: Intent, {via}: Actor): IntentAnswer | undefined => {
  const path = step ?? '';
  if (intent !== 'answer' || (via !== 'screen' && via !== 'plain') || !context.state.steps.has(path)) {
    return undefined;
  }
  const asked = stepAt(context.forest, path).step;
  if (asked.kind !== 'input' || asked.declaration.type !== 'timestamp') {
    return undefined;
  }
  const nowMs = context.clock.nowMs();
  const zoneOffsetMinutes = -new Date(nowMs).getTimezoneOffset();
  const read = readInput(asked.declaration, value ?? null, {nowMs, zoneOffsetMinutes});
  if (!read.ok || read.value === value) {
    return undefined;
  }
  // Who has to type it again types no milliseconds that they never said.
  const meant = String(value).includes('.') ? String(read.value) : String(read.value).replace(/\.\d+Z$/, 'Z');
  const says = `That is ${inBothZones(meant, zoneOffsetMinutes)}.`;
  return {accepted: false, why: `${says} To take it, answer ${meant}.`, meant: {says, value: meant}};
};
