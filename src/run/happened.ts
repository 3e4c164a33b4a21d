/** When a fact happened: what was on paper first happened before it was recorded. Whatever measures goes by this. */
import type {Envelope, Fact} from './event.ts';

/** RFC 3339, UTC. */
export const happenedAt = ({happened, at}: Pick<Envelope, 'at' | 'happened'>): string => happened ?? at;

/** The fact as everything that measures takes it. The time at which it was recorded is not in it. */
export const asHappened = <Of extends Fact>(fact: Of): Of =>
  fact.happened === undefined ? fact : {...fact, at: fact.happened};

/**
 * A session in which paper is entered takes no time of the run: what it records happened before. Nor does the opening of any
 * session, whose clock may have been set meanwhile: what comes next tells the time, and nothing has changed until then.
 */
export const takesTime = (fact: Fact, isOnPaper: boolean): boolean =>
  fact.happened !== undefined || !(isOnPaper || fact.type === 'session-opened');
