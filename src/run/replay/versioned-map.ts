/** A map that stands as it was at a checkpoint and can be changed from there, while what it holds is shared with all others. */

/** What the maps of one record held at each checkpoint. No key is ever taken away again. */
export type Versions<Value> = {
  /** All keys, in the order in which they came. */
  readonly keys: string[];
  /** By key: from which checkpoints on there is another value, and which. */
  readonly of: Map<string, {readonly since: number[]; readonly values: Value[]}>;
};

export const noVersions = <Value>(): Versions<Value> => ({keys: [], of: new Map()});

/** How one value is told from another, and copied before something changes it in place. */
export type Kind<Value> = {
  readonly copy: (value: Value) => Value;
  readonly isSame: (one: Value, other: Value) => boolean;
};

type Stand = {
  readonly checkpoint: number;
  /** How many keys there were. */
  readonly count: number;
};

/**
 * The map itself holds only what was changed since the checkpoint; all else is read from the versions. A copy of everything
 * for each checkpoint would take the square of the steps, and a copy for each seek as long as the run has steps.
 */
export class VersionedMap<Value> extends Map<string, Value> {
  readonly #versions: Versions<Value>;
  readonly #kind: Kind<Value>;
  #stand: Stand;
  #added: string[] = [];
  /** Whoever reads is given what is shared; whoever changes something a copy of their own. */
  isRead = false;

  constructor(versions: Versions<Value>, kind: Kind<Value>, stand: Stand) {
    super();
    this.#versions = versions;
    this.#kind = kind;
    this.#stand = stand;
  }

  /** How many values were copied or set since the checkpoint: what the next one will have to look at. */
  get touched(): number {
    return super.size;
  }

  /** Keeps what has changed as the versions of the next checkpoint, and stands there. */
  keep(checkpoint: number): Stand {
    for (const [key, value] of super.entries()) {
      const known = this.#versions.of.get(key);
      if (!known) {
        this.#versions.of.set(key, {since: [checkpoint], values: [value]});
      } else if (!this.#kind.isSame(known.values.at(-1) as Value, value)) {
        known.since.push(checkpoint);
        known.values.push(value);
      }
    }
    this.#versions.keys.push(...this.#added);
    this.#added = [];
    super.clear();
    this.#stand = {checkpoint, count: this.#versions.keys.length};
    return this.#stand;
  }

  override get(key: string): Value | undefined {
    const own = super.get(key);
    if (own !== undefined) {
      return own;
    }
    const shared = this.#shared(key);
    if (shared === undefined || this.isRead) {
      return shared;
    }
    const copy = this.#kind.copy(shared);
    super.set(key, copy);
    return copy;
  }

  override has(key: string): boolean {
    return super.has(key) || this.#shared(key) !== undefined;
  }

  override set(key: string, value: Value): this {
    if (!this.has(key)) {
      this.#added.push(key);
    }
    return super.set(key, value);
  }

  override get size(): number {
    return this.#stand.count + this.#added.length;
  }

  override *keys(): Generator<string, undefined> {
    for (let index = 0; index < this.#stand.count; index += 1) {
      yield this.#versions.keys[index] as string;
    }
    yield* this.#added;
  }

  override *values(): Generator<Value, undefined> {
    for (const key of this.keys()) {
      yield this.get(key) as Value;
    }
  }

  override *entries(): Generator<[string, Value], undefined> {
    for (const key of this.keys()) {
      yield [key, this.get(key) as Value];
    }
  }

  override [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  override forEach(use: (value: Value, key: string, map: Map<string, Value>) => void): void {
    for (const [key, value] of this.entries()) {
      use(value, key, this);
    }
  }

  /** The last value that was kept by the checkpoint. */
  #shared(key: string): Value | undefined {
    const known = this.#versions.of.get(key);
    if (!known) {
      return undefined;
    }
    const {since, values} = known;
    let from = 0;
    for (let to = since.length; from < to; ) {
      const middle = (from + to) >> 1;
      if ((since[middle] as number) <= this.#stand.checkpoint) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return values[from - 1];
  }
}
