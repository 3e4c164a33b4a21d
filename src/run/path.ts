/** Where a step stands in a run: `choose_path:point_in_time/restore`, `share[17]/check`, and which attempt: `PATH#N`. */

/** One segment of a path: the step's id, then the branch or the item that the path goes on in. */
export type Segment = {readonly id: string; readonly branch?: string; readonly item?: number};

/** A path as facts, intents and file names carry it. */
export type Path = string;

const segmentPattern = /^([a-z][a-z0-9_]*)(?::([a-z][a-z0-9_]*)|\[(\d+)\])?$/;

/** Takes a path apart; `undefined` when it is not one. */
export const parsePath = (path: Path): readonly Segment[] | undefined => {
  const segments: Segment[] = [];
  for (const text of path.split('/')) {
    const match = segmentPattern.exec(text);
    if (!match) {
      return undefined;
    }
    const [, id = '', branch, item] = match;
    segments.push({id, ...(branch !== undefined && {branch}), ...(item !== undefined && {item: Number(item)})});
  }
  return segments;
};

/**
 * The path of a step inside the block that `block` names (`''` is the top level). The block of one item of a step with
 * `each` holds that step alone, and is called as it is: `share[17]`.
 */
export const stepPath = (block: string, id: string): Path => {
  if (block === '') {
    return id;
  }
  return isItemOf(block, id) ? block : `${block}/${id}`;
};

const isItemOf = (block: string, id: string): boolean => {
  const bracket = block.endsWith(']') ? block.lastIndexOf('[') : -1;
  return bracket >= 0 && block.slice(block.lastIndexOf('/') + 1, bracket) === id;
};

/** The block that a step stands in: `''` for the top level, else `PATH:branch` or `PATH[i]` or `PATH`. */
export const blockOf = (path: Path): string =>
  path.endsWith(']') ? path : path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The step that a block belongs to: `choose_path` for `choose_path:point_in_time`. */
export const ownerOf = (block: string): Path => {
  const last = block.lastIndexOf('/');
  const end = block.indexOf(block.endsWith(']') ? '[' : ':', last + 1);
  return end === -1 ? block : block.slice(0, end);
};

/** The same path without the numbers of items: what every item of a loop has in common. */
export const withoutItems = (path: Path): Path => path.replaceAll(/\[\d+\]/g, '');

/** An attempt's name in file names: `/` is `+`, `:` is `=`. */
export const attemptFileName = (path: Path, attempt: number): string =>
  `${path.replaceAll('/', '+').replaceAll(':', '=')}#${attempt}`;
