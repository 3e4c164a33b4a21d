/** Inputs that are missing are asked for where somebody sits at a terminal; the screen gives way and comes back. */
import {type Result, succeed} from '../base/result.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import type {Screen} from '../tui/open.tsx';
import {askInputs} from './ask-inputs.ts';
import type {GivenInputs} from './inputs.ts';
import type {Refusal} from './refusal.ts';
import type {Face} from './terminal.ts';
import {terminalConversation} from './terminal-conversation.ts';

export type Unattended = {readonly auto?: boolean; readonly answers?: string};

/** Nobody can be asked: it was said so, or no terminal is there to type on. A program that drives says itself when it ends. */
export const isUnattended = (options: Unattended, face: Face): boolean =>
  options.auto === true || options.answers !== undefined || (face === 'plain' && process.stdin.isTTY !== true);

/** Somebody types here, and what is shown is for them. */
export const mayAsk = (options: Unattended, face: Face): boolean =>
  face !== 'json' && !isUnattended(options, face) && process.stdin.isTTY === true && process.stdout.isTTY === true;

export type Asking = {
  readonly screen: Screen | undefined;
  /** Opens the screen anew, after the terminal was needed for something else. */
  readonly reopen?: (() => Promise<Screen | undefined>) | undefined;
  /** What is true while they are asked: said before the first. */
  readonly note: string;
};

/** What was typed, and the screen as it stands then. Questions stay readable above it. */
export const askOnTerminal = async (
  missing: readonly InputDeclaration[],
  {screen, reopen, note}: Asking,
): Promise<Result<{readonly given: GivenInputs; readonly screen: Screen | undefined}, Refusal>> => {
  screen?.close();
  await screen?.untilExit;
  const conversation = terminalConversation();
  const now = {nowMs: Date.now, zoneOffsetMinutes: -new Date().getTimezoneOffset()};
  const given = await askInputs(missing, {conversation, now, note});
  conversation.close();
  return given.ok ? succeed({given: given.value, screen: await reopen?.()}) : given;
};
