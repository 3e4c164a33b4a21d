/** What building or taking down a lab is at, measured, for whoever shows it. */
import {performance} from 'node:perf_hooks';
import {fail, type Result} from '../base/result.ts';

export type Phase =
  | {readonly phase: string; readonly title: string; readonly state: 'started'}
  | {readonly phase: string; readonly title: string; readonly state: 'finished' | 'failed'; readonly elapsedMs: number};

/** Whoever shows it may know, too, that nobody wants the lab any more: then nothing else is begun. */
export type OnPhase = ((phase: Phase) => void) & {readonly isStopped?: () => boolean};

/** Does one named piece of work and tells when it began and how long it took. */
export const inPhase = async <Value>(
  onPhase: OnPhase | undefined,
  {phase, title}: {readonly phase: string; readonly title: string},
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  if (onPhase?.isStopped?.() === true) {
    return fail('it was stopped while it was built');
  }
  onPhase?.({phase, title, state: 'started'});
  const startedMs = performance.now();
  const done = await work();
  const elapsedMs = Math.round(performance.now() - startedMs);
  onPhase?.({phase, title, state: done.ok ? 'finished' : 'failed', elapsedMs});
  return done;
};
