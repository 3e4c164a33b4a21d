/** What triage says: the same sentences on the screen and line by line. */

import {count, fitOf, type Symptom, type Touch, type Triage, type TriagedRunbook} from '../../run/triage.ts';
import {numbered} from '../home/home-words.ts';

/** What will be looked at, before anything is. */
export const touchWords = ({touches}: Triage): readonly string[] =>
  touches.length === 0
    ? ['Triage has nothing to look at: no symptom has a check whose inputs are known.']
    : [
        `Triage takes ${numbered(touches.length, 'look')}. It only reads, changes nothing, and records no run:`,
        ...targetsOf(touches).map(line => `  ${line}`),
      ];

/** One line a place, however many look there. */
const targetsOf = (touches: readonly Touch[]): readonly string[] => {
  const byTarget = new Map<string, readonly Touch[]>();
  for (const touch of touches) {
    const target = `${touch.kind} ${touch.target}`;
    byTarget.set(target, [...(byTarget.get(target) ?? []), touch]);
  }
  return [...byTarget].map(([target, here]) => {
    const runbooks = [...new Set(here.map(({runbook}) => runbook))];
    return `${target}: ${numbered(here.length, 'look')} for ${runbooks.join(', ')}`;
  });
};

/** In a few words, why a runbook stands where it does. */
export const reasonWords = ({symptoms}: Pick<TriagedRunbook, 'symptoms'>): string => {
  const parts = [
    [count(symptoms, 'present'), 'present'],
    [count(symptoms, 'absent'), 'absent'],
    [count(symptoms, 'unseen'), 'could not be looked at'],
    [count(symptoms, 'by-eye'), 'for you to look at'],
    [count(symptoms, 'not-yet'), 'still to be looked at'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return said.length === 0 ? 'it names no symptoms' : said.join(', ');
};

/** Whether it fits, as the first words about a runbook. */
export const fitWords = (runbook: TriagedRunbook): string => {
  switch (fitOf(runbook)) {
    case 'fits':
      return 'FITS';
    case 'unclear':
      return 'CANNOT BE TOLD';
    case 'does-not-fit':
      return 'NO SIGN OF IT';
  }
};

/** One symptom with what was seen of it. */
export const symptomWords = (symptom: Symptom): string => {
  switch (symptom.seen) {
    case 'present':
      return `present: ${symptom.text}${inBrackets(symptom.detail)}`;
    case 'absent':
      return `absent: ${symptom.text}${inBrackets(symptom.detail)}`;
    case 'unseen':
      return `could not be looked at: ${symptom.text} (${symptom.why})`;
    case 'by-eye':
      return `look yourself: ${symptom.text}`;
    case 'not-yet':
      return `still to be looked at: ${symptom.text}`;
  }
};

const inBrackets = (detail: string): string => (detail === '' ? '' : ` (${detail})`);
