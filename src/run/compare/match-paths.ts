/** Which step of one outline is which of another one: by its path, by an id that it had, by its id elsewhere, by its title. */
import type {Outline, OutlineStep} from '../outline.ts';
import {type Path, stepPath} from '../path.ts';

/** How two steps were found to be the same; `id` stands at another place, `title` has another name as well. */
export type MatchedBy = 'path' | 'formerly' | 'id' | 'title';

/** A step of the other outline. Paths are without the numbers of items. */
export type Match = {readonly path: Path; readonly by: MatchedBy};

type Placed = {readonly path: Path; readonly step: OutlineStep; readonly former: readonly Path[]};

/**
 * For every path of the first outline its step in the second one, where it has one; none is given away twice. A former
 * id counts in both directions: either of the two may be the later version.
 */
export const matchPaths = (first: Outline, second: Outline): ReadonlyMap<Path, Match> => {
  const matching = new Matching(placed(first), placed(second));
  matching.pair('path', ({path}) => [path]);
  matching.pair('formerly', ({former}) => former);
  matching.pairBack(({former}) => former);
  matching.pairUnique('id', ({step}) => `${step.kind} ${step.id}`);
  matching.pairUnique('title', ({step}) => `${step.kind} ${step.title}`);
  return matching.found;
};

class Matching {
  readonly found = new Map<Path, Match>();
  readonly #taken = new Set<Path>();
  readonly #first: ReadonlyMap<Path, Placed>;
  readonly #second: ReadonlyMap<Path, Placed>;

  constructor(first: ReadonlyMap<Path, Placed>, second: ReadonlyMap<Path, Placed>) {
    this.#first = first;
    this.#second = second;
  }

  /** Each step of the second one looks for a path of the first. */
  pair(by: MatchedBy, pathsOf: (placed: Placed) => readonly Path[]): void {
    for (const step of this.#second.values()) {
      const path = pathsOf(step).find(one => this.#first.has(one) && !this.found.has(one));
      this.#keep(path, step.path, by);
    }
  }

  pairBack(pathsOf: (placed: Placed) => readonly Path[]): void {
    for (const step of this.#first.values()) {
      const path = pathsOf(step).find(one => this.#second.has(one) && !this.#taken.has(one));
      this.#keep(step.path, path, 'formerly');
    }
  }

  /** What two steps have in common must not mean a third one as well. */
  pairUnique(by: MatchedBy, nameOf: (placed: Placed) => string): void {
    const left = onlyOnes(
      [...this.#first.values()].filter(({path}) => !this.found.has(path)),
      nameOf,
    );
    const right = onlyOnes(
      [...this.#second.values()].filter(({path}) => !this.#taken.has(path)),
      nameOf,
    );
    for (const [name, path] of left) {
      this.#keep(path, right.get(name), by);
    }
  }

  #keep(first: Path | undefined, second: Path | undefined, by: MatchedBy): void {
    if (first === undefined || second === undefined || this.found.has(first) || this.#taken.has(second)) {
      return;
    }
    this.found.set(first, {path: second, by});
    this.#taken.add(second);
  }
}

const onlyOnes = (steps: readonly Placed[], nameOf: (placed: Placed) => string): ReadonlyMap<string, Path> => {
  const counts = new Map<string, number>();
  for (const step of steps) {
    counts.set(nameOf(step), (counts.get(nameOf(step)) ?? 0) + 1);
  }
  return new Map(steps.filter(step => counts.get(nameOf(step)) === 1).map(step => [nameOf(step), step.path]));
};

/** Paths that a step may have had: enough for a renamed step in a renamed group, and no more than that. */
const formerMax = 8;

const placed = (outline: Outline): ReadonlyMap<Path, Placed> => {
  const found = new Map<Path, Placed>();
  const visit = (blocks: readonly string[], steps: readonly OutlineStep[]): void => {
    for (const step of steps) {
      const ids = [step.id, ...(step.formerly ?? [])];
      const paths = blocks.flatMap(block => ids.map(id => stepPath(block, id))).slice(0, formerMax);
      const [path = '', ...former] = paths;
      found.set(path, {path, step, former});
      for (const branch of step.branches ?? []) {
        visit(
          paths.map(one => `${one}:${branch.name}`),
          branch.steps,
        );
      }
      visit(paths, step.steps ?? []);
    }
  };
  visit([''], outline.steps);
  return found;
};
