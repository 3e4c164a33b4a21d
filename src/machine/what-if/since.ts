/** Since when each step that a run stands at has been wanted, or when something happened to it last: what its next fact is counted from. */
import {isAboutStep} from '../../run/about-step.ts';
import type {Fact} from '../../run/event.ts';
import type {Path} from '../../run/path.ts';
import type {Position} from '../position.ts';
import {type Wanted, wanted} from '../wanted.ts';

/** A moment of a run that did not happen: when, how far its p90 lies behind it as a square, and how much of it is estimated. */
export type Instant = {readonly ms: number; readonly spread: number; readonly estimatedMs: number};

export class Since {
  readonly #since: Map<Path, Instant>;

  constructor(former: ReadonlyMap<Path, Instant> = new Map()) {
    this.#since = new Map(former);
  }

  /** To be told of every fact with the position after it. */
  note(position: Position, fact: Fact, at: Instant): void {
    const open = new Set(wantedUnpaused(position).map(({path}) => path));
    for (const path of this.#since.keys()) {
      if (!open.has(path)) {
        this.#since.delete(path);
      }
    }
    for (const path of open) {
      if (!this.#since.has(path) || (isAboutStep(fact) && fact.step === path)) {
        this.#since.set(path, at);
      }
    }
  }

  of(path: Path): Instant | undefined {
    return this.#since.get(path);
  }

  copy(): Since {
    return new Since(this.#since);
  }
}

/** A pause is somebody's waiting like any other: steps wait through it, and what they waited is kept. */
export const wantedUnpaused = (position: Position): readonly Wanted[] =>
  wanted(position.paused ? {...position, paused: false} : position);
