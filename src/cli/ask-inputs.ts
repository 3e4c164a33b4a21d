/** Inputs that nobody has given, asked for on the terminal one after the other, before there is a run. */

import {inBothZones} from '../base/both-zones.ts';
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {targetName} from '../report/target-name.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import {readInput} from '../runbook/inputs.ts';
import {type GivenInputs, isSecretInput, refuseMissing} from './inputs.ts';
import type {Refusal} from './refusal.ts';

/** A person at a terminal. */
export type Conversation = {
  /** What was typed, without the end of the line; nothing when they gave up or the terminal is gone. */
  readonly ask: (label: string, how: {readonly isHidden: boolean}) => Promise<string | undefined>;
  readonly say: (line: string) => void;
  /** Whether it was Ctrl-C that ended it. */
  readonly wasInterrupted: () => boolean;
};

type Now = {readonly nowMs: () => number; readonly zoneOffsetMinutes: number};

type Meeting = {readonly conversation: Conversation; readonly now: Now};

/** Asks for each until it can be read. Giving up is the refusal that there would have been without a terminal. */
export const askInputs = async (
  missing: readonly InputDeclaration[],
  {conversation, now, note}: Meeting & {readonly note: string},
): Promise<Result<GivenInputs, Refusal>> => {
  const given: {[name: string]: Json} = {};
  conversation.say(
    `${missing.length === 1 ? 'One input is' : `${missing.length} inputs are`} missing. ${note}; Ctrl-C gives up.`,
  );
  for (const [index, declaration] of missing.entries()) {
    const value = await askOne(declaration, conversation, now);
    if (value === undefined) {
      const refused = refuseMissing([declaration, ...missing.slice(index + 1)]);
      return conversation.wasInterrupted() ? fail({...refused.reason, exit: 'interrupted'}) : refused;
    }
    given[declaration.name] = value;
  }
  return succeed(given);
};

const askOne = async (
  declaration: InputDeclaration,
  conversation: Conversation,
  now: Now,
): Promise<string | null | undefined> => {
  const isHidden = isSecretInput(declaration);
  const label = labelOf(declaration);
  for (;;) {
    const typed = (await conversation.ask(label, {isHidden}))?.trim();
    if (typed === undefined) {
      return undefined;
    }
    if (typed === '' && declaration.optional) {
      return null;
    }
    const read = typed === '' ? fail('It is needed to go on.') : readTyped(declaration, typed, now);
    if (!read.ok) {
      conversation.say(`  ${showForeignLine(read.reason)}`);
      continue;
    }
    if (declaration.type === 'connection') {
      conversation.say(`  That is ${showForeignLine(targetName(typed))}.`);
    }
    return declaration.type === 'timestamp' ? confirmTime(declaration, String(read.value), {conversation, now}) : typed;
  }
};

const labelOf = (declaration: InputDeclaration): string => {
  const {name, ask = name, optional} = declaration;
  return `${showForeignLine(ask)} [${name}]${isSecretInput(declaration) ? ' (not shown)' : ''}${optional ? ' (Enter: none)' : ''}: `;
};

const readTyped = (declaration: InputDeclaration, typed: string, {nowMs, zoneOffsetMinutes}: Now): Result<Json> =>
  readInput(declaration, typed, {nowMs: nowMs(), zoneOffsetMinutes});

/** What people mean by 02:47 is said in full before it counts; another time may be typed until Enter takes it. */
const confirmTime = async (
  declaration: InputDeclaration,
  first: string,
  {conversation, now}: Meeting,
): Promise<string | undefined> => {
  let iso = first;
  for (;;) {
    conversation.say(`  That is ${inBothZones(iso, now.zoneOffsetMinutes)}.`);
    const typed = (await conversation.ask('  Enter takes it, or type another time: ', {isHidden: false}))?.trim();
    if (typed === undefined || typed === '') {
      return typed === undefined ? undefined : iso;
    }
    const read = readTyped(declaration, typed, now);
    if (read.ok) {
      iso = String(read.value);
    } else {
      conversation.say(`  ${showForeignLine(read.reason)}`);
    }
  }
};
