/** The face for other programs: one fact a line on standard output, after each what is wanted of a person, and intents on standard input. */
import {canonicalJson, type Json} from '../../base/canonical-json.ts';
import type {Fact} from '../../run/event.ts';
import {lineBytesMax, readLines} from '../input-lines.ts';
import type {OpenRun} from '../join-run.ts';
import {type RefusedIntent, readIntent} from '../read-intent.ts';

export type JsonFace = {
  /** Begins to take intents; `onEnd` hears that none can come any more. */
  readonly listen: (onEnd: () => void) => void;
  readonly close: () => void;
};

/** Prints facts exactly as they stand in the journal. */
export const jsonFace = (run: OpenRun): JsonFace => {
  run.onFacts(facts => {
    for (const fact of facts) {
      say(fact);
    }
    say({type: 'wanted', prompts: run.engine.prompts().map(asJson)});
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
    close: () => stop?.(),
  };
};

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
    sayRefused({intent: name, ...(step !== undefined && {step}), why: answered.why});
  }
};

const sayRefused = (refused: RefusedIntent): void => say({type: 'refused', ...refused});

const say = (value: Json): void => {
  process.stdout.write(`${canonicalJson(value)}\n`);
};

/** Facts that are read from a journal, printed the same way. */
export const printFacts = (facts: readonly Fact[]): void => {
  for (const fact of facts) {
    say(fact);
  }
};

const asJson = ({
  step,
  attempt,
  kind,
  ask,
  moves,
  challenge,
  lacks,
}: ReturnType<OpenRun['engine']['prompts']>[number]) => ({
  step,
  attempt,
  kind,
  ask,
  moves: [...moves],
  ...(challenge !== undefined && {challenge}),
  ...(lacks && {lacks: {...lacks}}),
});
