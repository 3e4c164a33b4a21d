/** A run that another program drives: intents go in, one a line, and facts, refusals and what is wanted come out. */
import {isDeepStrictEqual} from 'node:util';
import {type Desk, type Ended, type Environment, eventually, type Started} from './lifeboat.ts';

/** A line that the program printed. */
export type Said = {readonly type: string; readonly [field: string]: unknown};

/** An open question as it is printed. */
export type Prompt = {readonly step: string; readonly [field: string]: unknown};

export type DrivenRun = {
  readonly started: Started;
  /** Everything that was printed so far, a line each. */
  readonly said: () => readonly Said[];
  /** Sends an intent, or a line as it is. */
  readonly send: (intent: object | string) => void;
  /** Waits for a line with these fields. */
  readonly hears: (fields: object) => Promise<Said>;
  /** Waits until a question about that step is open, and gives it as it is printed. */
  readonly wants: (step: string) => Promise<Prompt>;
  /** Closes the program's input and waits for its end. */
  readonly close: () => Promise<Ended>;
};

/** Starts the program with `--json` and keeps its input open. */
export const driveRun = (desk: Desk, args: readonly string[], env: Environment = {}): DrivenRun => {
  const started = desk.start([...args, '--json'], {keepsInput: true, env});
  const said = (): readonly Said[] =>
    started
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line));
  return {
    started,
    said,
    send: intent =>
      void started.child.stdin?.write(`${typeof intent === 'string' ? intent : JSON.stringify(intent)}\n`),
    hears: async fields => {
      const find = () =>
        said().find(line => Object.entries(fields).every(([key, value]) => isDeepStrictEqual(line[key], value)));
      await eventually(() => find() ?? said()).toMatchObject(fields);
      return find() ?? {type: 'nothing'};
    },
    wants: async step => {
      const find = () =>
        (said().findLast(({type}) => type === 'wanted')?.prompts as readonly Prompt[] | undefined)?.find(
          prompt => prompt.step === step,
        );
      await eventually(() => find() ?? said()).toMatchObject({step});
      return find() ?? {step};
    },
    close: () => {
      started.child.stdin?.end();
      return started.ended;
    },
  };
};
