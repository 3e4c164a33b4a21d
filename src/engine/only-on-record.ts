/** Programs, statements and probes start only where it can be recorded that they did. */
import type {Runners} from './actions/runner.ts';

/** Why none starts while the record stands nowhere. */
export const notOnRecord = 'nothing was started: no place takes the record, and nobody could later say that it was';

/** Refuses to perform anything while the record is unwritten; what runs already is not touched. */
export const onlyOnRecord = (runners: Runners, isUnwritten: () => boolean): Runners => ({
  ...runners,
  perform: (request, started) =>
    isUnwritten()
      ? Promise.resolve({ok: false, reason: notOnRecord, scope: {}, certain: true})
      : runners.perform(request, started),
});
