/** How long each step of a run really took, from its facts: what was simulated, answered from a file or looked at too late says nothing. */
import {isAboutStep} from './about-step.ts';
import type {Actor, Fact, StepFact} from './event.ts';
import type {Path} from './path.ts';
import {inRunTime} from './run-time.ts';

export type StepDuration = {
  readonly path: Path;
  readonly tookMs: number;
  /** The person who answered, where it was a question. */
  readonly answeredBy?: Actor;
};

type StepFactAt = Extract<Fact, StepFact>;

/** An attempt that is under way, and whose word was the last that it got. */
type Attempt = {readonly beginning: Fact; readonly answeredBy?: Actor};

/**
 * From when an attempt began or was asked to its end, in the time of the run; of a decision only its question. Where things
 * went wrong on purpose the times are those of what went wrong, and none is told.
 */
export const stepDurations = (facts: readonly Fact[]): readonly StepDuration[] => {
  if (facts.some(({type}) => type === 'injects-sealed')) {
    return [];
  }
  const clock = {jumpedMs: 0};
  const attempts = new Map<string, Attempt>();
  return facts.flatMap((recorded): readonly StepDuration[] => {
    const fact = inRunTime(clock, recorded);
    return isAboutStep(fact) ? durationAt(fact, attempts) : [];
  });
};

const durationAt = (fact: StepFactAt, attempts: Map<string, Attempt>): readonly StepDuration[] => {
  const name = 'attempt' in fact ? `${fact.step}#${fact.attempt}` : fact.step;
  if (fact.type === 'began' || fact.type === 'asked') {
    attempts.set(name, {beginning: fact});
  }
  const attempt = attempts.get(name);
  if (!attempt || !(fact.type === 'performed' || fact.type === 'chosen' || fact.type === 'succeeded')) {
    return [];
  }
  // What was answered may be checked afterwards, by the engine.
  const answered = fact.actor.via === 'engine' ? attempt : {...attempt, answeredBy: fact.actor};
  attempts.set(name, answered);
  if (fact.type === 'performed') {
    return [];
  }
  // Of a decision only the question is its own: what its branch takes is that of the steps in it.
  attempts.delete(name);
  const tookMs = Date.parse(fact.at) - Date.parse(attempt.beginning.at);
  return isReal(fact, answered)
    ? [
        {
          path: fact.step,
          tookMs,
          ...(attempt.beginning.type === 'asked' && answered.answeredBy && {answeredBy: answered.answeredBy}),
        },
      ]
    : [];
};

/** What was simulated took no time, a robot or a file answers at once, and when something ended that nobody looked at is not known. */
const isReal = (end: StepFactAt, {beginning, answeredBy}: Attempt): boolean => {
  if ('late' in end && end.late === true) {
    return false;
  }
  return beginning.type === 'asked'
    ? answeredBy !== undefined && isPerson(answeredBy)
    : beginning.type === 'began' && beginning.simulated !== true;
};

const isPerson = ({via}: Actor): boolean => via === 'screen' || via === 'plain' || via === 'json';
