/** An archive_command is read as a shell reads it: its programs, and where it writes. */
import {expect, test} from 'vitest';
import {namesIn} from '../../../../src/backup/upkeep/command-words.ts';

const segment = '0000000100000000000000A7';

test.each([
  ['cp %p /srv/wal/%f', {programs: ['cp'], files: [`/srv/wal/${segment}`], places: ['/srv/wal']}],
  [
    "test ! -f '/srv/wal archive'/%f && cp %p '/srv/wal archive'/%f.part && mv '/srv/wal archive'/%f.part '/srv/wal archive'/%f",
    {programs: ['cp', 'mv'], files: [`/srv/wal archive/${segment}`], places: ['/srv/wal archive']},
  ],
  [
    'cmp -s %p "/srv/o\'s"/%f || { test ! -f "/srv/o\'s"/%f && cp %p "/srv/o\'s"/%f; }',
    {programs: ['cmp', 'cp'], files: [`/srv/o's/${segment}`], places: ["/srv/o's"]},
  ],
  ['gzip < %p > /srv/wal/%f.gz', {programs: ['gzip'], files: [], places: ['/srv/wal']}],
  ['cp %p archive/%f', {programs: ['cp'], files: [`/srv/pg/archive/${segment}`], places: ['/srv/pg/archive']}],
  ['rsync -a %p backup@vault:/wal/%f', {programs: ['rsync'], files: [], places: []}],
  [
    'rsync -a --log-file=/srv/log/rsync.log %p /mnt/wal/',
    {programs: ['rsync'], files: [], places: ['/srv/log/rsync.log', '/mnt/wal']},
  ],
  ['pgbackrest --stanza=tickets archive-push %p', {programs: ['pgbackrest'], files: [], places: []}],
  ['/opt/our tools/push %p 50%%', {programs: ['/opt/our'], files: [], places: []}],
  ["'/opt/our tools/push' %p", {programs: ['/opt/our tools/push'], files: [], places: []}],
  ['AWS_REGION=eu-1 WALG_LOG=/var/log/walg wal-g wal-push %p', {programs: ['wal-g'], files: [], places: []}],
  [
    "umask 077; PGDATA='/srv/our pg' cp %p /srv/wal/%f && 'A=1' %p",
    {programs: ['cp', 'A=1'], files: [`/srv/wal/${segment}`], places: ['/srv/wal']},
  ],
  ['true', {programs: [], files: [], places: []}],
])('%s', (command, names) => {
  expect(namesIn(command, segment, '/srv/pg')).toEqual(names);
});
