/** Files in use are known as such when one is to be moved: it stays where it is with all its bytes, at whichever moment it is written into or opened. */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {moveAway} from '../../../../src/backup/upkeep/move-away.ts';
import {lookAtOpenFiles} from '../../../../src/backup/upkeep/open-files.ts';

let disk: string;
let spare: string;

// Two disks that every Linux has.
beforeEach(() => {
  disk = mkdtempSync('/dev/shm/lifeboat-disk-');
  spare = mkdtempSync('/var/tmp/lifeboat-spare-');
});
afterEach(() => {
  rmSync(disk, {recursive: true});
  rmSync(spare, {recursive: true});
});

const largeFile = (): string => {
  const file = join(disk, 'export.csv');
  writeFileSync(file, 'x'.repeat(100_000_000));
  return file;
};

/** A program that waits until this process reads a file, does something to another one then, and says so. */
const whenRead = async (read: string, doing: string, file: string) => {
  const program = spawn(
    process.execPath,
    ['-e', `${waits}${doing}process.stdout.write('done'); setInterval(() => {}, 1e6)`, read, file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(program.stdout, 'data');
  return {
    hasDone: async () => {
      await once(program.stdout, 'data');
    },
    end: async () => {
      program.kill();
      await once(program, 'close');
    },
  };
};

const waits = `
  const {openSync, readdirSync, readlinkSync, writeSync} = require('node:fs');
  const [, read, file] = process.argv;
  const open = '/proc/' + process.ppid + '/fd';
  const isRead = () => readdirSync(open).some(name => {
    try {
      return readlinkSync(open + '/' + name) === read;
    } catch {
      return false;
    }
  });
  writeSync(1, 'waits');
  while (!isRead());
`;

const appends = `writeSync(openSync(file, 'a'), 'the last line'); `;
const opens = `openSync(file, 'r'); `;

test.each([
  ['written into', appends],
  ['opened', opens],
])('%s while it is copied, it stays', async (_what, doing) => {
  const file = largeFile();
  const other = await whenRead(join(spare, 'export.csv.lifeboat-part'), doing, file);
  const moved = await moveAway(file, spare);
  await other.hasDone();
  await other.end();
  expect(moved).toMatchObject({ok: false, reason: {sentence: expect.stringContaining('changed or opened')}});
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'latin1').endsWith('the last line')).toBe(doing === appends);
});

test.each([
  ['written into', appends],
  ['opened', opens],
])('%s while the copy of an earlier try is compared, it stays, and the copy is named', async (_what, doing) => {
  const file = largeFile();
  const copy = join(spare, 'export.csv');
  copyFileSync(file, copy);
  const other = await whenRead(copy, doing, file);
  const moved = await moveAway(file, spare);
  await other.hasDone();
  await other.end();
  expect(moved).toMatchObject({
    ok: false,
    reason: {sentence: expect.stringContaining(`its copy of before is ${copy}`)},
  });
  expect(readFileSync(file, 'latin1').endsWith('the last line')).toBe(doing === appends);
});

const loop = (args: readonly string[]): string | null => {
  const {status, stdout} = spawnSync('losetup', args, {encoding: 'utf8'});
  return status === 0 ? stdout.trim() : null;
};
const free = process.getuid?.() === 0 ? loop(['--find']) : null;

test.runIf(free !== null)('a file that the system itself has in use behind a device is open', () => {
  const file = join(spare, 'disk.img');
  writeFileSync(file, Buffer.alloc(1_048_576));
  const device = loop(['--find', '--show', file]) ?? '';
  try {
    expect(device).not.toBe('');
    expect(lookAtOpenFiles().holds(statSync(file))).toBe(true);
  } finally {
    loop(['--detach', device]);
  }
});
