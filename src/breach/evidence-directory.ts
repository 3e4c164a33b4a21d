/** The directory of the evidence: files for their owner alone, each with its SHA-256 in a list that sha256sum -c verifies. */
import {createHash} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {isOurs} from './own-place.ts';

/** The list of digests, in the form of coreutils: two spaces, then the name. */
const manifestName = 'SHA256SUMS';

export type Kept = {
  readonly directory: string;
  /** Writes one file, handed over in pieces; a second file of a name is a fault of ours. */
  readonly add: (name: string, pieces: Iterable<Uint8Array | string>) => void;
  /** A file that is filled as its pieces come. */
  readonly open: (name: string) => {readonly take: (piece: Uint8Array | string) => void; readonly close: () => void};
  /** Writes the list; its own digest stands for all of them. */
  readonly seal: () => {readonly digest: string; readonly files: number; readonly bytes: number};
};

/** Makes a new directory for evidence in the one that is named. What was kept before is never added to: it has been sealed. */
export const makeEvidenceDirectory = (place: string): Result<Kept> => {
  if (!isAbsolute(place)) {
    return fail(`${place} is no full path; name one that begins with /`);
  }
  try {
    mkdirSync(place, {recursive: true, mode: 0o700});
    const ours = isOurs(place);
    if (!ours.ok) {
      return ours;
    }
    const stamp = new Date()
      .toISOString()
      .replaceAll(/[-:]/g, '')
      .replace(/\.\d+Z$/, 'Z');
    const directory = mkdtempSync(join(place, `${stamp}-`));
    return succeed(keeper(directory));
  } catch (thrown) {
    return fail(`the evidence cannot be kept in ${place}: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

export type Verified = {
  readonly verified: boolean;
  readonly files: number;
  /** Of the list, as it stands there now. */
  readonly digest: string;
  /** Names of files that are not as they were kept, are gone, or came later. */
  readonly changed: readonly string[];
};

/** Reads everything again. With the digest that was noted when it was kept, a list that was written anew is seen too. */
export const verifyEvidence = (directory: string, noted?: string): Result<Verified> => {
  try {
    const list = readFileSync(join(directory, manifestName));
    const listed = new Map(
      list
        .toString('utf8')
        .split('\n')
        .flatMap(line => {
          const [, digest, name] = /^([0-9a-f]{64}) {2}([A-Za-z0-9._-]+)$/.exec(line) ?? [];
          return name === undefined || digest === undefined ? [] : [[name, digest] as const];
        }),
    );
    const there = readdirSync(directory).filter(name => name !== manifestName);
    const changed = [...new Set([...listed.keys(), ...there])].filter(
      name => listed.get(name) !== digestOf(join(directory, name)),
    );
    const digest = createHash('sha256').update(list).digest('hex');
    const all = noted === undefined || noted === digest ? changed : [manifestName, ...changed];
    return succeed({
      verified: all.length === 0 && listed.size > 0,
      files: listed.size,
      digest,
      changed: all.toSorted(),
    });
  } catch (thrown) {
    return fail(`the evidence in ${directory} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

const digestOf = (path: string): string | undefined => {
  if (!existsSync(path) || !lstatSync(path).isFile()) {
    return undefined;
  }
  const hash = createHash('sha256');
  hash.update(readFileSync(path));
  return hash.digest('hex');
};

const keeper = (directory: string): Kept => {
  const digests = new Map<string, string>();
  let total = 0;
  const open: Kept['open'] = name => {
    // Nobody writes it twice, and no link that somebody has put there is followed.
    const file = openSync(join(directory, name), 'wx', 0o600);
    const hash = createHash('sha256');
    return {
      take: piece => {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        for (let done = 0; done < bytes.length; ) {
          done += writeSync(file, bytes, done);
        }
        hash.update(bytes);
        total += bytes.length;
      },
      close: () => {
        fsyncSync(file);
        closeSync(file);
        digests.set(name, hash.digest('hex'));
      },
    };
  };
  const add: Kept['add'] = (name, pieces) => {
    const file = open(name);
    for (const piece of pieces) {
      file.take(piece);
    }
    file.close();
  };
  return {
    directory,
    add,
    open,
    seal: () => {
      const files = digests.size;
      const list = [...digests].toSorted().map(([name, digest]) => `${digest}  ${name}\n`);
      add(manifestName, list);
      return {digest: digests.get(manifestName) ?? '', files, bytes: total};
    },
  };
};
