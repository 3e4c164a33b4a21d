/** A path is one word for PostgreSQL's shell, whatever is in it, or it is refused. */

import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {commandWord, shellWord} from '../../../src/postgres/shell-word.ts';

test.each(['/srv/wal archive', "/srv/it's", '/srv/$(reboot)`x`', '/srv/"\\', '/srv/ü', '/srv/;&|<>*?'])('%s', path => {
  const word = shellWord(path);
  expect(word.ok && execFileSync('/bin/sh', ['-c', `printf %s ${word.value}`], {encoding: 'utf8'})).toBe(path);
});

test('a percent sign is doubled where PostgreSQL replaces %f and %p first', () => {
  expect(commandWord('/srv/100%f')).toEqual({ok: true, value: "'/srv/100%%f'"});
});

test('a line break would end the setting, so it is refused', () => {
  expect(shellWord('/srv/a\nb')).toMatchObject({ok: false, reason: expect.stringContaining('control character')});
});
