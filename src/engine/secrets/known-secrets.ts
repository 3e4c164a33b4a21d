/** The secrets that a session knows by now; every one is hidden for as long as the session lives. */
import type {Json} from '../../base/canonical-json.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import type {Secret} from '../actions/runner.ts';
import type {ToldInputs} from '../values/told-inputs.ts';
import {type Hide, hiding} from './redact.ts';
import {formLengthMin} from './secret-forms.ts';
import {type Inputs, inputSecrets, outputSecrets, publicNames} from './secrets.ts';

export type KnownSecrets = {
  readonly list: () => readonly Secret[];
  readonly hide: Hide;
  /** An older attempt's secret may still be good, so none is forgotten. */
  readonly learn: (learned: readonly Secret[]) => void;
  /** Of what was worked out from a secret: a part that is short, or a name that everybody may see, would hide innocent text. */
  readonly learnDerived: (learned: readonly Secret[]) => void;
  /** Learns what comes meanwhile all at once: a search is made for all that is known, which takes its time. */
  readonly together: (learning: () => void) => void;
  /** Items of a loop that are secret, or parts of a secret. */
  readonly learnItems: (step: string, items: readonly Json[]) => void;
  /** What an included runbook is told. */
  readonly learnInputs: (own: Runbook, told: ToldInputs) => void;
};

/** Begins with the secrets among the inputs of a run. */
export const knownSecrets = (runbook: Runbook, inputs: Inputs): KnownSecrets => {
  let secrets: readonly Secret[] = inputSecrets(runbook, inputs);
  // Made when it is needed: secrets may come several at a time.
  let made: Hide | undefined;
  const known = new Set(secrets.map(({value}) => value));
  let waiting: Secret[] | undefined;
  const learn = (learned: readonly Secret[]): void => {
    if (waiting) {
      waiting.push(...learned);
      return;
    }
    const added = learned.filter(({value}) => !known.has(value));
    if (added.length > 0) {
      secrets = [...secrets, ...added];
      made = undefined;
    }
    for (const {value} of added) {
      known.add(value);
    }
  };
  const hide: Hide = text => {
    made ??= hiding(secrets);
    return made(text);
  };
  const isPublic = publicNames(runbook, inputs);
  // Where a secret that is known stands in it, that is hidden: thousands of texts around one secret are not looked for.
  const learnDerived = (learned: readonly Secret[]): void =>
    learn(learned.filter(({value}) => value.length >= formLengthMin && !isPublic(value) && hide(value) === value));
  return {
    list: () => secrets,
    hide,
    learn,
    learnDerived,
    together: learning => {
      waiting = [];
      learning();
      const all = waiting;
      waiting = undefined;
      learn(all);
    },
    learnItems: (step, items) => learnDerived(outputSecrets(new Map([[step, {item: items}]]))),
    learnInputs: (own, {inputs: told, secret}) => {
      learn(inputSecrets(own, told));
      const derived = Object.fromEntries(Object.entries(told).filter(([name]) => secret.has(name)));
      learnDerived(outputSecrets(new Map([['inputs', derived]])));
    },
  };
};
