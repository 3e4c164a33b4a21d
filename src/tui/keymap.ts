/** Every key of the run screen, in the order of the footer: what answers the question first. The first that fits a key is meant. */
import type {Binding} from './key-binding.ts';
import type {Moment, Question} from './moment.ts';
import {pageKeys} from './page-keys.ts';
import {questionKeys} from './question-keys.ts';
import {replayKeys} from './replay/replay-keys.ts';

export const bindings: readonly Binding[] = [...questionKeys, ...replayKeys, ...pageKeys];

/** The bindings that count at a moment: what is not offered does nothing. */
export const offered = (moment: Moment, question: Question | undefined): readonly Binding[] =>
  bindings.filter(({when}) => when(moment, question));

/** The binding that a key has now. */
export const bindingOf = (key: string, moment: Moment, question: Question | undefined): Binding | undefined =>
  offered(moment, question).find(({keys}) => keys.includes(key));
