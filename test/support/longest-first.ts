/** The order of test files: those that take longest first, so that none of them is alone at the end while other processors wait. */
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** At the full counts, the longest first (270 to 30 s on two processors). Vitest itself goes by size where it has not run them yet. */
const longest = ['bad-text', 'types', 'simulation', 'clock-jumps', 'flow', 'resume', 'secrets', 'tamper'].map(
  name => `/test/property/${name}.test.ts`,
);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const first = longest.flatMap(end => others.filter(({moduleId}) => moduleId.endsWith(end)));
    return [...first, ...others.filter(file => !first.includes(file))];
  }
}
