/** The end of a run that has ended: what comes after it is recorded, all of it is sealed, and everything is let go of. */
import {type Result, succeed} from '../base/result.ts';
import type {Engine} from '../engine/engine.ts';
import type {Journal} from '../journal/journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {writeHeadNote} from '../journal/run-files.ts';
import type {SessionKey} from '../journal/signing/session-key.ts';
import type {FactBody} from '../run/event.ts';
import {type Refusal, refuse} from './refusal.ts';

/** What is sealed was let go of; what stands nowhere was not. A warning is no reason to fail the run. */
export type Finished = {readonly warning?: string; readonly isUnwritten?: true};

export type FinishRun = {
  /** Records what comes after the end and seals; what no place takes is tried again until `settle`. */
  readonly finish: (closing: readonly FactBody[]) => Promise<Result<Finished, Refusal>>;
  /** The last try for what no place took. */
  readonly settle: () => Promise<Result<Finished, Refusal>>;
};

type Parts = {
  readonly engine: Pick<Engine, 'seal' | 'conclude'>;
  readonly journal: Journal;
  readonly directory: RunDirectory;
  readonly sessionKey: SessionKey;
  readonly letGo: () => Promise<void>;
  /** What is recorded last of all, behind what the caller has to say; the reason why it cannot be known. */
  readonly last?: (() => Result<readonly FactBody[]>) | undefined;
};

export const finishRun = ({engine, journal, directory, sessionKey, letGo, last = nothing}: Parts): FinishRun => {
  const isUnwritten = (): boolean => journal.unwritten.lines() !== '';
  const seal = async (closing: readonly FactBody[]): Promise<Result<Finished, Refusal>> => {
    const sealed = engine.seal(closing);
    const head = journal.head();
    // The keeper goes while the note is written; the locks are kept until both are done.
    const gone = letGo();
    const noted = sealed.ok ? writeHeadNote(directory, head, sessionKey.noteSignature(head)) : sealed;
    await gone;
    if (!sealed.ok) {
      return refuse('held', sealed.reason);
    }
    // The record is whole and sealed without its note, which only repeats the head.
    return succeed(noted.ok ? {} : {warning: noted.reason});
  };
  return {
    finish: async before => {
      const told = last();
      if (!told.ok) {
        await letGo();
        return refuse('held', told.reason);
      }
      const closing = [...before, ...told.value];
      if (!isUnwritten()) {
        return seal(closing);
      }
      // The seal is the last entry of all, and a place that comes back has one more to say before it.
      const concluded = engine.conclude(closing);
      if (!concluded.ok) {
        await letGo();
        return refuse('held', concluded.reason);
      }
      return isUnwritten() ? succeed({isUnwritten: true}) : seal([]);
    },
    settle: async () => {
      engine.conclude([]);
      if (!isUnwritten()) {
        return seal([]);
      }
      await letGo();
      return succeed({isUnwritten: true});
    },
  };
};

const nothing = (): Result<readonly FactBody[]> => succeed([]);
