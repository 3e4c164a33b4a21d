/** A map that stands as it was at a checkpoint and can be changed from there, while what it holds is shared with all others. */

/** What the maps of one record held at each checkpoint. No key is ever taken away again. */
export type Versions<Value> = {
  /** All keys, in the order in which they came. */
  readonly keys: string[];
  /** The newest value of each key, in the same order: whoever goes through all of them looks none of them up. */
  readonly newest: Version<Value>[];
  /** Where each key stands in both. */
  readonly at: Map<string, number>;
};

/** Newest first: most values never change again, or once or twice; a search in two lists took three times as long. */
type Version<Value> = {
  /** The checkpoint from which on it counts. */
  readonly since: number;
  readonly value: Value;
  readonly before: Version<Value> | undefined;
};

export const noVersions = <Value>(): Versions<Value> => ({keys: [], newest: [], at: new Map()});

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
    const {keys, newest, at} = this.#versions;
    for (const key of this.#added) {
      at.set(key, keys.push(key) - 1);
    }
    for (const [key, value] of super.entries()) {
      const index = at.get(key) as number;
      const before = newest[index];
      if (!before || !this.#kind.isSame(before.value, value)) {
        newest[index] = {since: checkpoint, value, before};
      }
    }
    this.#added = [];
    super.clear();
    this.#stand = {checkpoint, count: keys.length};
    return this.#stand;
  }

  override get(key: string): Value | undefined {
    // Most of the time nothing was changed since, and one look is spared.
    const own = super.size === 0 ? undefined : super.get(key);
    if (own !== undefined) {
      return own;
    }
    const shared = this.#shared(this.#versions.at.get(key));
    if (shared === undefined || this.isRead) {
      return shared;
    }
    const copy = this.#kind.copy(shared);
    super.set(key, copy);
    return copy;
  }

  override has(key: string): boolean {
    return super.has(key) || this.#shared(this.#versions.at.get(key)) !== undefined;
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
    const isWhole = this.isRead && super.size === 0;
    for (let index = 0; index < this.#stand.count; index += 1) {
      yield (isWhole ? this.#shared(index) : this.get(this.#versions.keys[index] as string)) as Value;
    }
    for (const key of this.#added) {
      yield super.get(key) as Value;
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
  #shared(index: number | undefined): Value | undefined {
    const {checkpoint} = this.#stand;
    let version = index === undefined ? undefined : this.#versions.newest[index];
    while (version && version.since > checkpoint) {
      version = version.before;
    }
    return version?.value;
  }
}
