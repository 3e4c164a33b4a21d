/** The face for other programs: one fact a line on standard output, after each what is wanted of a person, and intents on standard input. */
import {canonicalJson, type Json} from '../../base/canonical-json.ts';
import {escapedJson} from '../../base/printed-json.ts';
import {wantedJson} from '../../report/wanted-json.ts';
import type {Fact} from '../../run/event.ts';
import type {TimeReason} from '../../run/time-notices.ts';
import {lineBytesMax, readLines} from '../input-lines.ts';
import type {OpenRun} from '../join-run.ts';
import {type RefusedIntent, readIntent} from '../read-intent.ts';
import {watchTimes} from './time-teller.ts';

export type JsonFace = {
  /** Begins to take intents; `onEnd` hears that none can come any more. */
  readonly listen: (onEnd: () => void) => void;
  readonly close: () => void;
};

/** Prints facts with the data that stands in the journal, and after them, or when the clocks have news, what is wanted. */
export const jsonFace = (run: OpenRun): JsonFace => {
  const times = watchTimes(run.session, reasons => {
    if (reasons.length > 0) {
      sayWanted(run, reasons);
    }
  });
  run.onFacts(facts => {
    for (const fact of facts) {
      say(fact);
    }
    sayWanted(run, times.look(facts));
  });
  let stop: (() => void) | undefined;
  return {
    listen: onEnd => {
      stop = readLines(process.stdin, {
        onLine: line => void answer(run, line),
        onTooLong: () => sayRefused({intent: null, why: `That line is too long; ${lineBytesMax} bytes are read.`}),
        onEnd,
      });
    },
    close: () => {
      times.close();
      stop?.();
    },
  };
};

const sayWanted = ({engine, session}: OpenRun, reasons: readonly TimeReason[]): void =>
  say(
    wantedJson(engine.state, {
      prompts: engine.prompts(),
      nowMs: session.nowMs(),
      reasons,
      head: session.head(),
      ghost: session.ghost?.(),
    }),
  );

/** An intent that is taken is answered by its facts alone. */
const answer = async (run: OpenRun, line: Buffer): Promise<void> => {
  const intent = readIntent(line);
  if (!intent.ok) {
    sayRefused(intent.reason);
    return;
  }
  const {intent: name, step} = intent.value;
  const answered = await run.session.send(intent.value);
  if (!answered.accepted) {
    sayRefused({
      intent: name,
      ...(step !== undefined && {step}),
      why: answered.why,
      ...(answered.meant && {meant: answered.meant}),
    });
  }
};

const sayRefused = (refused: RefusedIntent): void => say({type: 'refused', ...refused});

const say = (value: Json): void => {
  process.stdout.write(`${escapedJson(canonicalJson(value))}\n`);
};

/** Facts that are read from a journal, printed the same way. */
export const printFacts = (facts: readonly Fact[]): void => {
  for (const fact of facts) {
    say(fact);
  }
};
