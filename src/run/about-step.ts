/** Which facts are about one step: they say what became of it, and move it on; the others are about the run as a whole. */
import type {DetourFact, FactBody, RunFact, StepFact} from './event.ts';

/** Facts about the run that name a step all the same: it is only mentioned. */
const mentioning: ReadonlySet<string> = new Set<RunFact['type']>([
  'noted',
  'escalated',
  'approval-proven',
  'given-again',
  'lacking',
  'evidence-attached',
  'run-ended',
]);

/** Whether a fact is one of those that move a step on. */
export const isAboutStep = (fact: FactBody): fact is StepFact => 'step' in fact && !mentioning.has(fact.type);

/** Whether a fact is one of going back or elsewhere: they concern the whole run. */
export const isDetour = <Of extends StepFact>(fact: Of): fact is Extract<Of, DetourFact> =>
  fact.type.startsWith('undo') || fact.type === 'jumped';
