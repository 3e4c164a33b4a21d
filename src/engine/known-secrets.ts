/** The secrets that a session knows by now; every one is hidden for as long as the session lives. */
import type {Runbook} from '../runbook/runbook.ts';
import {type Hide, hiding} from './redact.ts';
import type {Secret} from './runner.ts';
import {formLengthMin} from './secret-forms.ts';
import {type Inputs, inputSecrets, publicNames} from './secrets.ts';

export type KnownSecrets = {
  readonly list: () => readonly Secret[];
  readonly hide: Hide;
  /** An older attempt's secret may still be good, so none is forgotten. */
  readonly learn: (learned: readonly Secret[]) => void;
  /** Of what was worked out from a secret: a part that is short, or a name that everybody may see, would hide innocent text. */
  readonly learnDerived: (learned: readonly Secret[]) => void;
};

/** Begins with the secrets among the inputs of a run. */
export const knownSecrets = (runbook: Runbook, inputs: Inputs): KnownSecrets => {
  let secrets: readonly Secret[] = inputSecrets(runbook, inputs);
  // Made when it is needed: secrets may come several at a time.
  let made: Hide | undefined;
  const learn = (learned: readonly Secret[]): void => {
    const added = learned.filter(({value}) => !secrets.some(known => known.value === value));
    if (added.length > 0) {
      secrets = [...secrets, ...added];
      made = undefined;
    }
  };
  const isPublic = publicNames(runbook, inputs);
  return {
    list: () => secrets,
    hide: text => {
      made ??= hiding(secrets);
      return made(text);
    },
    learn,
    learnDerived: learned => learn(learned.filter(({value}) => value.length >= formLengthMin && !isPublic(value))),
  };
};
