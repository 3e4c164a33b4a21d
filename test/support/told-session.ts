/** A session over a told run: the screens see what a live engine would show, and what they send is kept to be looked at. */
import type {Intent, IntentAnswer, Move, OpenPrompt} from '../../src/run/intent.ts';
import type {RunSession} from '../../src/run/session.ts';
import type {StepState} from '../../src/run/state.ts';
import type {ToldRun} from './run.ts';

export type ToldSession = RunSession & {readonly sent: Intent[]; readonly tell: (told: ToldRun) => void};

export type SessionOptions = {
  readonly nowMs?: number;
  readonly output?: readonly string[];
  readonly answer?: (intent: Intent) => IntentAnswer;
};

export const toldSession = (first: ToldRun, options: SessionOptions = {}): ToldSession => {
  let told = first;
  let version = 0;
  const listeners = new Set<() => void>();
  const sent: Intent[] = [];
  return {
    sent,
    tell: next => {
      told = next;
      version += 1;
      for (const listener of listeners) {
        listener();
      }
    },
    state: () => told.state,
    version: () => version,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prompts: () => promptsOf(told),
    output: () => options.output ?? [],
    nowMs: () => options.nowMs ?? told.lastMs,
    send: async intent => {
      sent.push(intent);
      return options.answer?.(intent) ?? {accepted: true};
    },
    head: () => ({words: 'fern otter lamp dune', entries: told.facts.length}),
  };
};

const promptsOf = ({state}: ToldRun): readonly OpenPrompt[] =>
  state.status === 'ended' ? [] : [...state.steps.values()].flatMap(promptOf);

const moves: {readonly [Kind in OpenPrompt['kind']]: readonly Move[]} = {
  instruction: ['done', 'cannot', 'skip', 'escalate', 'abort'],
  input: ['answer', 'cannot', 'escalate', 'abort'],
  pick: ['pick', 'abort'],
  decision: ['choose', 'escalate', 'abort'],
  approval: ['approve', 'reject', 'escalate', 'abort'],
  confirmation: ['confirm', 'skip', 'escalate', 'abort'],
  held: ['retry', 'skip', 'override', 'escalate', 'abort'],
  unknown: ['resolve', 'escalate', 'abort'],
  secret: ['give', 'cannot', 'escalate', 'abort'],
};

const promptOf = (step: StepState): readonly OpenPrompt[] => {
  const {path, attempt, status, prompt, outline} = step;
  const kind = status === 'held' || status === 'unknown' ? status : status === 'awaiting' ? prompt?.kind : undefined;
  if (kind === undefined) {
    return [];
  }
  const ticks: readonly Move[] = prompt?.checklist && kind === 'instruction' ? ['tick'] : [];
  const allowed = [...moves[kind], ...ticks].filter(move => move !== 'skip' || outline.skippable);
  return [{step: path, attempt, kind, ask: prompt?.ask ?? '', moves: allowed}];
};
