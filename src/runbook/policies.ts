/** What an author lets a failure, a no-go or the last round of a step do, with its place. */

import type {OnFailure, Step} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

export type PlacedPolicy = {readonly policy: OnFailure; readonly path: DocumentPath};

/** Every policy of a step; `path` is that of the step. Those that nobody wrote hold and lead nowhere. */
export const policiesOf = (step: Step, path: DocumentPath): readonly PlacedPolicy[] => [
  {policy: step.onFailure, path: [...path, 'on_failure']},
  ...(step.kind === 'approval' ? [{policy: step.onNoGo, path: [...path, 'approval', 'on_no_go']}] : []),
  ...(step.kind === 'repeat' ? [{policy: step.onExhausted, path: [...path, 'repeat', 'on_exhausted']}] : []),
];
