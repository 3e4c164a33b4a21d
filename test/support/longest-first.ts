/** The order of test files: those that take longest first, so that none of them is alone at the end while other processors wait. */
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** At the full counts, the longest first (of the fast 270 to 30 s on two processors, of the others 1,100 to 110). Vitest itself goes by size where it has not run them yet. */
const longest = [
  'property/bad-text',
  'property/types',
  'property/simulation',
  'property/clock-jumps',
  'property/flow',
  'property/resume',
  'property/secrets',
  'property/tamper',
  'terminal/killed-anywhere',
  'terminal/flood',
  'postgres/every-drill-of-infrastructure',
  'postgres/every-drill-of-corruption',
  'postgres/every-drill-of-routine',
  'postgres/every-drill-of-breach',
  'postgres/every-drill-of-deletion',
  'terminal/guides',
  'postgres/breach-catalogue',
  'terminal/worst-texts',
].map(name => `/test/${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const first = longest.flatMap(end => others.filter(({moduleId}) => moduleId.endsWith(end)));
    return [...first, ...others.filter(file => !first.includes(file))];
  }
}
