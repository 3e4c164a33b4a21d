/** `full_disk`: the disk of the WAL is full, because a slot that nobody reads keeps all of it, and the server stops. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {runningServer} from '../../postgres/server.ts';
import {findProgram, giveTo, runAs} from '../../postgres/server-user.ts';
import {currentSegment} from '../archived-segment.ts';
import type {Damage, DamageDetail} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab} from '../in-lab.ts';
import {connectToLab} from '../proof.ts';
import {maintenanceConnection} from '../sites/current.ts';
import {damageFiles, inMicroseconds} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';

const name = 'full_disk';

export const fullDisk: Fault = {
  name,
  summary:
    'Put the WAL on a small disk, with a replication slot that nobody reads, and fill it until the server stops.',
  parameters: {},
  owes: ['archive', 'unbroken-wal'],
  needs: {summary: 'Linux, and the right to mount a file system, as root has it', lack: () => lackOf(readStatus())},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(fullDisk, parameters);
    return wanted.ok
      ? succeed({
          summary: 'fill the disk of the WAL until the server stops',
          symptom: () => takesWal(estate),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: estate => takesWal(estate),
};

/** CAP_SYS_ADMIN is the twenty-second right of a process (capabilities manual); without a list of rights there is none. */
const mayMount = 1n << 21n;

/** By what the system says of this process: one sentence where it may not mount, null where it may. */
export const lackOf = (status: string | null): string | null => {
  const [, rights] = /^CapEff:\s*([0-9a-f]+)$/m.exec(status ?? '') ?? [];
  return rights !== undefined && (BigInt(`0x${rights}`) & mayMount) !== 0n && findProgram('mount') !== null
    ? null
    : 'the fault full_disk mounts a file system of its own, which takes Linux and the rights of root; run it as root, or drill another fault';
};

const readStatus = (): string | null => {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return null;
  }
};

/**
 * So that it starts again and can be filled while it runs, and so that what is given back lasts while a person decides: the
 * application writes some 0.2 MiB a second (measured), and a room of 8 MiB was full again within a minute.
 */
const roomBytes = 64 * 1024 * 1024;
const slot = 'left_behind';
const fillerName = 'left-behind.dump';

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const disk = join(estate.directory, 'wal-disk');
  const moved = await damageFiles(estate, name, async connection => {
    const made = await rowsOf(connection, 'select pg_create_physical_replication_slot($1, true)', [slot]);
    return made.ok
      ? succeed({lost: [], tablesLost: [], rowsLost: 0, change: () => moveWal(estate, disk)})
      : fail(made.reason.message);
  });
  if (!moved.ok) {
    return moved;
  }
  const segment = await inLab(estate, currentSegment);
  if (!segment.ok) {
    return segment;
  }
  const filler = join(disk, fillerName);
  fill(filler);
  const stopped = await writeUntilItStops(estate);
  await untilEnded(estate);
  return stopped.ok
    ? succeed({
        ...moved.value,
        committedAt: inMicroseconds(Date.now()),
        detail: {disk, filler, slot, segment: segment.value},
      })
    : stopped;
};

const moveWal = async ({dataDirectory, tools: {user}}: Estate, disk: string): Promise<Result<DamageDetail>> => {
  const wal = join(dataDirectory, 'pg_wal');
  const bytes = readdirSync(wal).reduce((sum, file) => sum + statSync(join(wal, file)).size, roomBytes);
  mkdirSync(disk, {mode: 0o700});
  const mounted = await execa(
    findProgram('mount') ?? 'mount',
    ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', disk],
    {reject: false, timeout: 30_000},
  );
  if (mounted.failed) {
    return fail(`no file system can be mounted at ${disk}: ${mounted.stderr || mounted.shortMessage}`);
  }
  giveTo(user, disk);
  const copied = await runAs(user, ['cp', '-a', wal, join(disk, 'pg_wal')]);
  if (!copied.ok) {
    return fail(copied.reason.output);
  }
  rmSync(wal, {recursive: true});
  symlinkSync(join(disk, 'pg_wal'), wal);
  return succeed({disk});
};

/** Takes all the room that is left, to the last block. */
const fill = (filler: string): void => {
  const file = openSync(filler, 'wx', 0o600);
  try {
    for (const bytes of [1024 * 1024, 4096]) {
      const nothing = Buffer.alloc(bytes);
      while (writes(file, nothing)) {
        // Until there is no room for another one.
      }
    }
  } finally {
    closeSync(file);
  }
};

const writes = (file: number, bytes: Buffer): boolean => {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch {
    return false;
  }
};

/** More segments than a lab keeps: the slot keeps them, so one of them finds no room. */
const segmentsMax = 1_000;

const writeUntilItStops = (estate: Estate): Promise<Result<void>> =>
  inLab(estate, async connection => {
    for (let segment = 0; segment < segmentsMax; segment += 1) {
      if (!(await endsSegment(connection)).ok) {
        return succeed(undefined);
      }
    }
    return fail('the disk of the WAL is full, and the server goes on all the same');
  });

const endedWithinMs = 30_000;

/** It tries to recover first, and ends when it finds no room for that either; until then it is neither up nor down. */
const untilEnded = async ({dataDirectory}: Estate): Promise<void> => {
  for (const deadlineMs = performance.now() + endedWithinMs; performance.now() < deadlineMs; ) {
    if (runningServer(dataDirectory) === null) {
      return;
    }
    await delay(50);
  }
};

const endsSegment = (connection: Connection) =>
  rowsOf(connection, `select pg_logical_emit_message(true, 'lifeboat', 'is there room?'), pg_switch_wal()`);

/** Whether there is a server that takes writes, and has room for the next segments of its WAL. */
const takesWal = async (estate: Estate): Promise<Result<Symptom>> => {
  const site = await estate.current();
  if (!site.ok) {
    return succeed({seen: true, detail: site.reason});
  }
  const connection = await connectToLab(maintenanceConnection(site.value), estate.token);
  if (!connection.ok) {
    return succeed({seen: true, detail: connection.reason});
  }
  try {
    for (const _again of [1, 2, 3]) {
      const ended = await endsSegment(connection.value);
      if (!ended.ok) {
        return succeed({seen: true, detail: `the server has no room for its WAL: ${ended.reason.message}`});
      }
    }
    return succeed({seen: false, detail: 'the server has room for the next segments of its WAL'});
  } finally {
    await connection.value.close();
  }
};
