/** Where two runs part: the first step that they went through in different ways. docs/decisions/0079 says which ways count. */
import type {Status} from '../state.ts';
import type {ComparedStep} from './compared-step.ts';
import type {StepMeasure} from './measure.ts';

export type RunParting = {
  /** The path of the step, by the run that has it. */
  readonly step: string;
  readonly title: string;
  /** Only one of them has the step and came to it; they chose differently; or something else became of it. */
  readonly why: 'only-a' | 'only-b' | 'choice' | 'way';
  readonly a: StepMeasure | null;
  readonly b: StepMeasure | null;
};

/** Times are no parting, however far they lie apart. */
export const firstParting = (steps: readonly ComparedStep[]): RunParting | null => {
  for (const {a, b} of steps) {
    const why = partingOf(a, b);
    const step = a ?? b;
    if (why !== undefined && step !== null) {
      return {step: step.path, title: step.title, why, a, b};
    }
  }
  return null;
};

const partingOf = (a: StepMeasure | null, b: StepMeasure | null): RunParting['why'] | undefined => {
  if (a === null) {
    return isCome(b) ? 'only-b' : undefined;
  }
  if (b === null) {
    return isCome(a) ? 'only-a' : undefined;
  }
  if (a.choice !== null && b.choice !== null && a.choice !== b.choice) {
    return 'choice';
  }
  const [wayA, wayB] = [ways[a.status], ways[b.status]];
  return wayA === wayB || wayA === 'open' || wayB === 'open' ? undefined : 'way';
};

const isCome = (step: StepMeasure | null): boolean =>
  step !== null && ways[step.status] !== 'none' && ways[step.status] !== 'open';

/** What became of a step, as far as another run could have gone another way there; `open` says nothing yet. */
type Way = 'none' | 'open' | 'done' | 'failed' | 'stuck' | 'by-hand' | 'passed' | 'undone';

const ways: {readonly [Name in Status]: Way} = {
  pending: 'open',
  ready: 'open',
  awaiting: 'open',
  running: 'open',
  verifying: 'open',
  undoing: 'open',
  'not-reached': 'none',
  succeeded: 'done',
  left: 'done',
  failed: 'failed',
  rejected: 'failed',
  held: 'stuck',
  unknown: 'stuck',
  skipped: 'by-hand',
  overridden: 'by-hand',
  'not-applicable': 'passed',
  undone: 'undone',
};
