/** The SQL of a dump as it comes, whatever it lies in: a file, a compressed file, or what pg_restore makes of an archive. */
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {execa} from 'execa';
import type {ServerUser} from '../../postgres/server-user.ts';
import {type DumpFile, isArchive} from './dump-format.ts';

export type ArchiveReader = {
  readonly program: string;
  /** Who reads the archive. */
  readonly user: ServerUser;
  /** Only a part of it, as pg_restore's arguments. */
  readonly words?: readonly string[];
};

/** Throws, in the middle or at the end, where the dump cannot be read on: a damaged one never ends well. */
export async function* dumpText(dump: DumpFile, reader: ArchiveReader | null): AsyncGenerator<Buffer> {
  if (isArchive(dump)) {
    if (reader === null) {
      throw new Error('pg_restore is not here');
    }
    yield* archiveText(dump, reader);
    return;
  }
  const file = createReadStream(dump.path, {highWaterMark: chunkBytes});
  if (dump.format === 'plain') {
    yield* file;
    return;
  }
  const opened = createGunzip({chunkSize: chunkBytes});
  // An error of either ends the other, and comes out of the loop below.
  pipeline(file, opened, () => undefined);
  yield* opened;
}

const chunkBytes = 256 * 1024;

async function* archiveText({path}: DumpFile, {program, user, words = []}: ArchiveReader): AsyncGenerator<Buffer> {
  const [first = '', ...rest] = [...(user.kind === 'account' ? user.prefix : []), program, ...words, '--file=-', path];
  const running = execa(first, rest, {
    cwd: '/',
    env: {PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: '/'},
    extendEnv: false,
    stdin: 'ignore',
    encoding: 'buffer',
    buffer: {stdout: false},
    reject: false,
  });
  for await (const chunk of running.iterable({from: 'stdout', binary: true})) {
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  const {failed, stderr} = await running;
  const said = Buffer.from(stderr ?? [])
    .toString('utf8')
    .trim();
  // It warns of what it could not read, and then ends well.
  if (failed || said !== '') {
    throw new Error(said.split('\n').at(-1) || 'pg_restore ended and said nothing');
  }
}
