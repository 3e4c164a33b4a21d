/** `broken_archive`: the archive takes no more WAL, while the database goes on as if nothing were. */
import {chmodSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {archives, currentSegment} from '../archived-segment.ts';
import type {Damage, DamageDetail} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault} from '../fault.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {readMomentBefore} from '../moment-before.ts';
import {readParameters} from './fault-parameters.ts';
import {changeFiles, noRowsLost} from './no-rows-lost.ts';

const name = 'broken_archive';

export const brokenArchive: Fault = {
  name,
  summary:
    'Let the WAL archive take nothing from then on: without the right to write there, or with half a file under the name of the next segment.',
  parameters: {
    how: {
      summary: '`closed`, the default, takes the right to write away; `in_the_way` leaves half a file there',
      isNeeded: false,
    },
  },
  owes: ['archive', 'unbroken-wal'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(brokenArchive, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const {how = 'closed'} = wanted.value;
    const way = ways[how];
    return way === undefined
      ? fail(`"how" of broken_archive is one of ${Object.keys(ways).join(', ')}; this is "${how}"`)
      : succeed({
          summary: way.summary,
          symptom: () => inLab(estate, archives),
          inject: () => inject(estate, way.change),
        });
  },
  symptomOf: estate => inLabNow(estate, archives),
};

type Way = {
  readonly summary: string;
  /** What it does to the archive, which the segment is written into next; what is noted of it. */
  readonly change: (archive: string, segment: string, giveAway: (path: string) => void) => DamageDetail;
};

const ways: {readonly [how: string]: Way} = {
  closed: {
    summary: 'take away the right to write into the WAL archive',
    change: archive => {
      const mode = statSync(archive).mode & 0o777;
      chmodSync(archive, 0o500);
      return {mode};
    },
  },
  // As a copy leaves it that was cut off by a crash of the host.
  in_the_way: {
    summary: 'leave the half of a file in the WAL archive, under the name of the next segment',
    change: (archive, segment, giveAway) => {
      const path = join(archive, segment);
      writeFileSync(path, Buffer.alloc(64 * 1024), {flag: 'wx', mode: 0o600});
      giveAway(path);
      return {in_the_way: path};
    },
  },
};

const inject = async (estate: Estate, change: Way['change']): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  const segment = await inLab(estate, currentSegment);
  if (!before.ok || !segment.ok) {
    return before.ok ? (segment.ok ? fail('') : segment) : before;
  }
  const {archive, tools} = estate;
  let detail: DamageDetail = {};
  const done = changeFiles(() => {
    detail = change(archive, segment.value, path => giveTo(tools.user, path));
  });
  return done.ok
    ? succeed(noRowsLost(name, {before: before.value, detail: {archive, segment: segment.value, ...detail}}))
    : done;
};
