/** What a run waits for now, as one line for other programs: the open questions, and how the clocks stand. docs/reference/json.md is normative. */
import type {Json} from '../base/canonical-json.ts';
import type {Ghost} from '../run/ghost.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import type {TimeReason} from '../run/time-notices.ts';
import {owedJson} from './deadline-json.ts';
import {promptJson} from './prompt-json.ts';
import {timesJson} from './time-json.ts';

export type Wanted = {
  readonly prompts: readonly OpenPrompt[];
  readonly nowMs: number;
  /** Why the times are news; none where they are not. */
  readonly reasons: readonly TimeReason[];
  readonly head: {readonly words: string; readonly entries: number};
  readonly ghost?: Ghost | undefined;
};

/** Clocks and head stand in it where a person is waited for, or where they are the reason: a long run goes by without them. */
export const wantedJson = (
  state: RunState,
  {prompts, nowMs, reasons, head, ghost}: Wanted,
): {readonly [key: string]: Json} => {
  const isTimed = prompts.length > 0 || reasons.length > 0;
  return {
    type: 'wanted',
    prompts: prompts.map(prompt => promptJson(prompt, state, {nowMs, ghost})),
    ...(isTimed && {
      paused: state.paused,
      head: {words: head.words, entries: head.entries},
      times: timesJson(reasons, state, nowMs),
    }),
    ...((isTimed || state.status === 'ended') && owedJson(state)),
  };
};
