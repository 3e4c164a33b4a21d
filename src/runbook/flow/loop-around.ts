/** The loop that a step stands in and another does not: outside of it there is no such step, but one for each item or round. */
import type {DocumentPath} from '../yaml/document.ts';

export type LoopAround = {
  readonly kind: 'foreach' | 'repeat';
  /** Of the step that is the loop. */
  readonly path: DocumentPath;
};

/** The outermost loop around a place that is not around the reader too; paths are those of the document. */
export const loopAround = (read: DocumentPath, reader: DocumentPath): LoopAround | undefined => {
  const shared = read.findIndex((key, index) => key !== reader[index]);
  const from = shared === -1 ? read.length : shared;
  // A step is an item of a list and its kind a key of it; a branch may be called like a kind.
  const at = read.findIndex(
    (key, index) => index >= from && typeof read[index - 1] === 'number' && (key === 'foreach' || key === 'repeat'),
  );
  const kind = read[at];
  return kind === 'foreach' || kind === 'repeat' ? {kind, path: read.slice(0, at)} : undefined;
};
