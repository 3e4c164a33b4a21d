/** Whether a place of a document lies within a step of some kind. */

import type {StepKind} from '../runbook.ts';
import type {DocumentPath} from '../yaml/document.ts';

/** A branch may be called `foreach` too; only behind a number, which a step has in its list, is it the kind. */
export const isWithinKind = (path: DocumentPath, kind: StepKind): boolean =>
  path.some((key, index) => key === kind && typeof path[index - 1] === 'number');
