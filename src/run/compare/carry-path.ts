/** The path of a run's step in another outline, with the numbers of its items. */
import {type Path, parsePath, type Segment, withoutItems} from '../path.ts';
import type {Match} from './match-paths.ts';

/** Nothing where the other outline has no such step, or where the step stands in a loop that is none there. */
export const carryPath = (matches: ReadonlyMap<Path, Match>, path: Path): Path | undefined => {
  const match = matches.get(withoutItems(path));
  const from = parsePath(path);
  const to = match && parsePath(match.path);
  if (!from || !to) {
    return undefined;
  }
  const items = new Map<number, number>();
  for (const [index, {item}] of from.entries()) {
    if (item !== undefined) {
      const owner = matches.get(ownPath(from.slice(0, index + 1)))?.path;
      const place = to.findIndex((_, at) => ownPath(to.slice(0, at + 1)) === owner);
      if (place === -1) {
        return undefined;
      }
      items.set(place, item);
    }
  }
  return to.map((segment, at) => written({...segment, ...(items.has(at) && {item: items.get(at) ?? 0})})).join('/');
};

/** The step that the last segment names, without its branch or item. */
const ownPath = (segments: readonly Segment[]): Path =>
  segments
    .map(({id, branch}, at) => (at === segments.length - 1 || branch === undefined ? id : `${id}:${branch}`))
    .join('/');

const written = ({id, branch, item}: Segment): string =>
  item === undefined ? (branch === undefined ? id : `${id}:${branch}`) : `${id}[${item}]`;
