/** What is said of a drill as such: that it has injects and at the end which, what its lab is for, and how it was judged. */
import type {Fact} from '../run/event.ts';
import type {KnownInject} from '../run/inject-fact.ts';

type DrillFact = Extract<Fact, {type: 'injects-sealed' | 'injects-opened' | 'lab-examined' | 'drill-judged'}>;

/** Of injects nobody learns more than that there are some before the drill has ended. */
export const drillSentences = (fact: DrillFact): readonly string[] => {
  switch (fact.type) {
    case 'injects-sealed':
      return [
        `This drill has sealed injects: something goes wrong on purpose, and what is told at the end. SHA-256 of what is sealed: ${fact.sha256.slice(0, comparedDigits)}….`,
      ];
    case 'injects-opened':
      return ['The injects of this drill:', ...injectLines(fact.injects)];
    case 'lab-examined':
      return ['The lab was examined; it is no longer needed.'];
    case 'drill-judged':
      return [verdictOf(fact)];
  }
};

/** As many as two people read to each other. */
const comparedDigits = 16;

/** One line each; one that the drill never came to has tried nobody. */
export const injectLines = (injects: readonly KnownInject[]): readonly string[] =>
  injects.map(({inject, came}) => `  ${inject}${came ? '' : ' (did not come about)'}`);

/** The findings themselves stand in the closing summary. */
const verdictOf = ({passed, partial, findings}: Extract<Fact, {type: 'drill-judged'}>): string =>
  passed
    ? `The drill passed${partial ? ' in part: a destructive step was only simulated' : ''}.`
    : `The drill did NOT pass: ${findings.filter(({ok}) => !ok).length} of ${findings.length} findings failed.`;
