/** What the engine does when no place takes the record any more: it stands still and asks, or ends. */
import type {Unwritten} from '../journal/journal.ts';
import type {Endings} from './ending.ts';

/** Asks a person whether the run goes on by hand, now that no place takes its record; `why` is a sentence. */
export type AskByHand = (why: string) => Promise<boolean>;

export type NoPlace = {
  /** Who is asked; before that a run without a place ends. */
  readonly onNoPlace: (ask: AskByHand) => void;
  /** The journal could not be made durable. */
  readonly came: (reason: string) => void;
  /** Why, while the question is open: nothing starts and nothing is answered meanwhile. */
  readonly asked: () => string | undefined;
  /** What comes of it: whether what waits counts. */
  readonly decided: () => Promise<boolean>;
  /** Nobody answers it any more, and nobody is asked again: the run is being left. */
  readonly giveUp: () => void;
};

type Parts = {
  readonly unwritten: Unwritten;
  readonly endings: Endings;
  /** Takes up what waited, now that it may stand in memory. */
  readonly goOn: () => void;
};

export const createNoPlace = ({unwritten, endings, goOn}: Parts): NoPlace => {
  let ask: AskByHand | undefined;
  let asked: string | undefined;
  let decision = Promise.withResolvers<boolean>();
  const giveUp = (): void => {
    ask = undefined;
    if (asked !== undefined) {
      const reason = asked;
      asked = undefined;
      decision.resolve(false);
      unwritten.drop();
      endings.end({why: 'journal', reason});
    }
  };
  const decide = (isGranted: boolean): void => {
    if (isGranted && asked !== undefined) {
      asked = undefined;
      unwritten.hold();
      goOn();
      decision.resolve(true);
    } else {
      giveUp();
    }
  };
  return {
    onNoPlace: given => {
      ask = given;
      unwritten.offer();
    },
    came: reason => {
      if (asked !== undefined) {
        return;
      }
      asked = reason;
      decision = Promise.withResolvers();
      if (ask && unwritten.isThere() && endings.how() === undefined) {
        ask(reason).then(decide).catch(endings.fault);
      } else {
        giveUp();
      }
    },
    asked: () => asked,
    decided: () => decision.promise,
    giveUp,
  };
};
