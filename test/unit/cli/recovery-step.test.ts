/** Where a side instance must not be made: it is refused for safety before anything is looked at. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {refusePlace} from '../../../src/cli/recovery-step.ts';

const room = mkdtempSync(join(tmpdir(), 'lifeboat-place-'));
afterAll(() => rmSync(room, {recursive: true, force: true}));

const [backup, data, link] = [join(room, 'backup'), join(room, 'data'), join(room, 'link')];
mkdirSync(backup);
mkdirSync(data);
writeFileSync(join(data, 'PG_VERSION'), '15\n');
symlinkSync(data, link);

test.each([
  ['the whole file system', '/', 'is no place for a side instance'],
  ['the home directory', homedir(), 'is no place for a side instance'],
  ['a link', link, 'is a link'],
  ['a directory that is in use', data, 'is not empty and not a side instance of ours'],
  ['a place within the backup', join(backup, 'side'), 'lie inside each other'],
])('%s is refused for safety', (_what, into, why) => {
  expect(refusePlace(into, [backup, undefined])).toMatchObject({
    ok: false,
    reason: {exit: 'unsafe', message: expect.stringContaining(why)},
  });
});

test('a new directory is free, and a path that is none is left to the restore, whose mistake it is not', () => {
  expect(refusePlace(join(room, 'side'), [backup, '/no/such/archive'])).toEqual({ok: true, value: undefined});
  expect(refusePlace('side', [backup])).toEqual({ok: true, value: undefined});
  expect(refusePlace(join(room, 'no', 'such', 'place'), [backup])).toEqual({ok: true, value: undefined});
});
