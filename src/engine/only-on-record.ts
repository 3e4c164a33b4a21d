/** Programs, statements and probes start only where it can be recorded that they did. */
import type {Performed, Runners} from './actions/runner.ts';

/** Why none starts while the record stands nowhere. */
export const notOnRecord = 'nothing was started: no place takes the record, and nobody could later say that it was';

const refused: Performed = {ok: false, reason: notOnRecord, scope: {}, certain: true, offRecord: true};

/** How the record stands: in a place, nowhere, or a person is being asked about that. */
export type Standing = {
  readonly isUnwritten: () => boolean;
  /** Why, while the question is open. */
  readonly asked: () => string | undefined;
  readonly decided: () => Promise<boolean>;
};

/** Refuses to perform anything while the record is unwritten, after the answer where that is being asked; what runs already is not touched. */
export const onlyOnRecord = (runners: Runners, {isUnwritten, asked, decided}: Standing): Runners => ({
  ...runners,
  perform: (request, started) => {
    if (asked() !== undefined) {
      // It goes on by hand, or not at all.
      return decided().then(() => refused);
    }
    return isUnwritten() ? Promise.resolve(refused) : runners.perform(request, started);
  },
});
