/** What is offered as a file that may be moved is of no cluster, no backup and no archive. */
import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {largestOthers} from '../../../../src/backup/upkeep/other-files.ts';

let place: string;

// A disk that every Linux has; other tests have files there too.
beforeEach(() => {
  place = mkdtempSync('/dev/shm/lifeboat-large-');
});
afterEach(() => {
  rmSync(place, {recursive: true});
});

const gib = 1024 ** 3;

/** Larger than whatever else lies there, and without a block of its own. */
const lay = (name: string, bytes = 0): string => {
  const path = join(place, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
};

const offered = (): readonly string[] =>
  largestOthers(place)
    .files.map(({path}) => path)
    .filter(path => path.startsWith(place));

test('a dump that lies about is offered, and what is of a cluster, a backup or an archive is not', () => {
  const dump = lay('old/shop.dump', 100 * gib);
  lay('spaces/PG_15_202209061/16384/16390', 200 * gib);
  lay('pgbackrest/backup/main/backup.info');
  lay('pgbackrest/backup/main/20261101-020000F/bundle/1', 200 * gib);
  lay('nightly/backup_manifest');
  lay('nightly/base.tar.gz', 200 * gib);
  lay('packed/PG_VERSION.gz');
  lay('packed/base/5/16384.gz', 200 * gib);
  lay('archive/000000010000000000000007', 200 * gib);

  expect(offered()).toEqual([dump]);
});
