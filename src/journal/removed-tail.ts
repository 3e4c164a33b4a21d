/** A torn tail is never thrown away: its bytes are kept beside the journal, and a fact names them with their digest. */
import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import {readSafely, sha256, writeNewFile} from './safe-file.ts';
import {tailBytesMax} from './torn-tail.ts';

/** What the fact `tail-removed` says about a tail that was cut off. */
export type TailRemoved = {
  readonly offset: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly file: string;
};

/** More copies for one offset than crashes in one place explain. */
const copiesMax = 100;

/** Keeps a durable copy of the tail that began at `offset`; a copy that an earlier attempt left is taken as it is. */
export const keepTail = (journalPath: string, tail: Buffer, offset: number): Result<void> => {
  for (let copy = 1; copy <= copiesMax; copy += 1) {
    const path = `${journalPath.replace(/\.jsonl$/, '')}.torn-${offset}${copy === 1 ? '' : `-${copy}`}`;
    const there = readSafely(path, tailBytesMax);
    if (there.ok && there.value.equals(tail)) {
      return succeed(undefined);
    }
    if (!there.ok && there.reason.kind === 'missing') {
      return writeNewFile({path, bytes: tail, mode: 0o600});
    }
  }
  return fail(
    `${dirname(journalPath)} holds ${copiesMax} removed tails for one place of the journal; look at them before going on.`,
  );
};

/** The kept tails that no fact names, oldest name first: of this opening, or of one that died before it could record. */
export const tailsNotNamed = (journalPath: string, facts: readonly Fact[]): readonly TailRemoved[] => {
  const directory = dirname(journalPath);
  const named = new Set(facts.flatMap(fact => (fact.type === 'tail-removed' ? [fact.file] : [])));
  return readdirSync(directory)
    .filter(name => !named.has(name))
    .sort()
    .flatMap(file => {
      const offset = Number(/^journal(?:-\d{4})?\.torn-(\d+)(?:-\d+)?$/.exec(file)?.[1] ?? Number.NaN);
      if (!Number.isSafeInteger(offset)) {
        return [];
      }
      const bytes = readSafely(join(directory, file), tailBytesMax);
      return bytes.ok ? [{offset, bytes: bytes.value.length, sha256: sha256(bytes.value), file}] : [];
    });
};
