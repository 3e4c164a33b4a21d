/** Holds the injects of a drill that were told at its end against what was sealed when it began. */
import type {Fact} from '../../run/event.ts';
import {unsealText} from '../sealed-text.ts';
import type {Finding} from './finding.ts';
import type {Evidence} from './verify-files.ts';
import {isSealed} from './verify-head.ts';

/** That both files are as their facts name them is checked with all other files. */
export const checkInjects = (facts: readonly Fact[], {readFile}: Pick<Evidence, 'readFile'>): readonly Finding[] => {
  const sealed = facts.find(fact => fact.type === 'injects-sealed');
  const opened = facts.find(fact => fact.type === 'injects-opened');
  if (opened === undefined) {
    const message = 'The drill was begun with sealed injects, and they were not told at its end.';
    return sealed && isSealed(facts) ? [{verdict: 'DAMAGED', code: 'injects-not-told', seq: sealed.seq, message}] : [];
  }
  const {seq} = opened;
  if (sealed === undefined) {
    const message = `Entry ${seq} tells of injects that were not sealed when the drill began.`;
    return [{verdict: 'DAMAGED', code: 'injects-not-sealed', seq, message}];
  }
  const before = readFile(sealed.file);
  const after = readFile(opened.file);
  const text = before && unsealText(before);
  const isSame = text?.ok === true && after !== undefined && Buffer.from(text.value).equals(after);
  const message = `The injects that entry ${seq} tells of are not those that were sealed in entry ${sealed.seq}.`;
  return isSame ? [] : [{verdict: 'DAMAGED', code: 'injects-differ', seq, message}];
};
