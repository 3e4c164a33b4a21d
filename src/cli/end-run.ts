/** Ends a run that nobody will come back to: what runs is stopped, and then it is aborted, both on the record. */
import type {Actor} from '../run/event.ts';
import type {OpenRun} from './join-run.ts';

/** How a run is left: as it stands, or, where nobody comes back to it, ended. */
export type Leave = (reason: string, by?: Actor) => void;

/** Said once; what comes later changes nothing. A step that cannot be stopped is waited for. */
export const endRun = (run: Pick<OpenRun, 'engine' | 'session'>, person: Actor): Leave => {
  let isEnding = false;
  return (reason, actor = person) => {
    if (isEnding) {
      return;
    }
    isEnding = true;
    const tryNow = (): void => {
      const {state} = run.engine;
      if (state.status === 'ended' || run.engine.answer({intent: 'abort', reason}, actor).accepted) {
        return;
      }
      for (const {path, status, stop} of state.steps.values()) {
        if (status === 'running' && stop === undefined) {
          run.engine.answer({intent: 'stop', step: path, reason}, actor);
        }
      }
    };
    // Not within the change itself, which is still being told to others.
    run.session.subscribe(() => setImmediate(tryNow));
    tryNow();
  };
};
