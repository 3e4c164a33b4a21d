/** What is said of a drill as such: that it has injects and at the end which, what its lab is for, and how it was judged. */

import type {KnownInject} from '../run/drill-fact.ts';
import type {Fact} from '../run/event.ts';
import type {RunState} from '../run/state.ts';

type DrillFact = Extract<Fact, {type: 'injects-sealed' | 'injects-opened' | 'lab-examined' | 'drill-judged'}>;

/** Of injects nobody learns more than that there are some before the drill has ended. */
export const drillSentences = (fact: DrillFact): readonly string[] => {
  switch (fact.type) {
    case 'injects-sealed':
      return [
        `This drill has sealed injects: something goes wrong on purpose, and what is told at the end. The SHA-256 of what is sealed begins with ${fact.sha256.slice(0, comparedDigits)}.`,
      ];
    case 'injects-opened':
      return [`The injects of this drill are told: ${countWords(fact.injects)}.`];
    case 'lab-examined':
      return ['The lab was examined; it is no longer needed.'];
    case 'drill-judged':
      return [verdictOf(fact)];
  }
};

/** As many as two people read to each other. */
const comparedDigits = 16;

/** Each stands in the closing summary. */
const countWords = (injects: readonly KnownInject[]): string =>
  `${injects.filter(({came}) => came).length} of ${injects.length} came about`;

/** For the summary: one line each. One that the drill never came to has tried nobody. */
export const injectLines = (injects: RunState['injects']): readonly string[] => {
  if (injects === undefined) {
    return [];
  }
  return injects.known === undefined
    ? ['The drill has sealed injects, which are told at its end.']
    : [
        'Injects, sealed until the drill had ended:',
        ...injects.known.map(({inject, came}) => `  ${came ? 'came about' : 'did not come about'}: ${inject}`),
      ];
};

/** The findings themselves stand in the closing summary. */
const verdictOf = ({passed, partial, findings}: Extract<Fact, {type: 'drill-judged'}>): string =>
  passed
    ? `The drill passed${partial ? ' in part: a destructive step was only simulated' : ''}.`
    : `The drill did NOT pass: ${findings.filter(({ok}) => !ok).length} of ${findings.length} findings failed.`;
