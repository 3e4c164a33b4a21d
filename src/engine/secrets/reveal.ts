/** A secret for the eyes of the person who asks for it at the screen: that it was shown is recorded, never what it is. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {FactBody} from '../../run/event.ts';
import type {Intent, Revealed} from '../../run/intent.ts';
import {expressionsOf} from '../../runbook/step-reads.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {type Context, stateAt, stepAt} from '../context.ts';
import type {Answer} from '../questions/answered-step.ts';

/** As long as it takes to type it somewhere (language.md, Values). */
const revealedMs = 30_000;

/**
 * The fact that it is shown, or why not. Only the screen can take it back: what plain prints stays in the terminal's
 * memory, and another program's input is a pipe or a file.
 */
export const reveal = (context: Context, {item, actor}: Answer): Result<readonly FactBody[]> => {
  const {path: step, attempt} = item;
  if (actor.via !== 'screen') {
    return fail('A secret is shown on the screen only, which takes it away again; resume the run there to see it.');
  }
  const {step: own} = stepAt(context.forest, step);
  const lost = own.kind === 'instruction' ? context.values.at(step).lost(expressionsOf(own.reveal)) : [];
  if (lost.length > 0) {
    return fail(
      'That secret is gone with the program that knew it. Say that the step cannot be done, and try it again: then it is asked for.',
    );
  }
  const text = textOf(context, step);
  return text.ok
    ? succeed([{type: 'revealed', step, attempt, name: stateAt(context.state, step).prompt?.reveals ?? ''}])
    : text;
};

/** What is handed to whoever asked, once it is recorded that they did. */
export const revealedBy = (context: Context, {intent, step}: Intent): {readonly revealed?: Revealed} => {
  const text = intent === 'reveal' && step !== undefined ? textOf(context, step) : undefined;
  return text?.ok ? {revealed: {text: text.value, untilMs: context.clock.nowMs() + revealedMs}} : {};
};

const textOf = (context: Context, path: string): Result<string> => {
  const {step} = stepAt(context.forest, path);
  return step.kind === 'instruction' && step.reveal !== undefined
    ? fillString(step.reveal, context.values.at(path).scope('real'))
    : fail('Nothing is to be shown here.');
};
