/** Every key of the run screen, in the order of the footer: what answers the question first. The first that fits a key is meant. */

import {goKeys} from './go-keys.ts';
import type {Binding} from './key-binding.ts';
import {listKeys} from './list-keys.ts';
import {lookKeys} from './look-keys.ts';
import {focusOf, type Moment, type Question} from './moment.ts';
import {questionKeys} from './question-keys.ts';
import {remarkKeys} from './remark-keys.ts';
import {replayKeys} from './replay/replay-keys.ts';
import {runKeys} from './run-keys.ts';
import {screenKeys} from './screen-keys.ts';
import {firstLetter, isSameLetter} from './typed-name.ts';
import type {View} from './view.ts';

export type KeyGroup = {readonly title: string; readonly bindings: readonly Binding[]};

/** As the help and the reference group them. */
export const keyGroups: readonly KeyGroup[] = [
  {title: 'To answer what is asked', bindings: questionKeys},
  {title: 'In the list of steps', bindings: listKeys},
  {title: 'To go where somebody is waited for, or something is done', bindings: goKeys},
  {title: 'To stop, pause and go on', bindings: runKeys},
  {title: 'To go through a record', bindings: replayKeys},
  {title: 'To look about', bindings: lookKeys},
  {title: 'For the record, at every moment', bindings: remarkKeys},
  {title: 'The screen itself', bindings: screenKeys},
];

const bindings: readonly Binding[] = keyGroups.flatMap(group => group.bindings);

type Place = Pick<View, 'pane' | 'selected'>;
type Asked = {readonly moment: Moment; readonly question: Question | undefined};

/** The bindings that count at a moment: what is not offered does nothing. */
export const offered = (moment: Moment, question: Question | undefined, place: Place): readonly Binding[] => {
  const now = offering({moment, question}, place);
  return bindings.flatMap(binding => now(binding) ?? []);
};

/**
 * A binding with the keys that it has at a moment, where it has any: the first letter of a name that is to be typed belongs to
 * that name. Which step is looked at is found once for all bindings: in a long run that costs more than all of them.
 */
export const offering = ({moment, question}: Asked, {pane, selected}: Place) => {
  const shown = focusOf(moment, selected)?.path;
  const letter = firstLetter(question);
  return (binding: Binding): Binding | undefined => {
    if ((binding.pane ?? pane) !== pane || !binding.when(moment, question, shown)) {
      return undefined;
    }
    const keys = binding.keys.filter(key => letter === undefined || !isSameLetter(key, letter));
    return keys.length === binding.keys.length ? binding : keys.length === 0 ? undefined : {...binding, keys};
  };
};

/** The binding that a key has now. */
export const bindingOf = (key: string, {moment, question}: Asked, place: Place): Binding | undefined =>
  offered(moment, question, place).find(({keys}) => keys.includes(key));
