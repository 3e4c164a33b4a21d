/** A configuration that is laid elsewhere includes what was laid with it, and nothing of where it stood. */
import {expect, test} from 'vitest';
import {withMovedIncludes} from '../../../../src/backup/configuration/moved-includes.ts';

const moved = (text: string, to = '/srv/etc'): string =>
  withMovedIncludes(Buffer.from(text), '/etc/postgresql/15/main', to).toString('utf8');

test.each([
  ["include_dir = '/etc/postgresql/15/main/conf.d'", "include_dir = '/srv/etc/conf.d'"],
  ["include_dir '/etc/postgresql/15/main/conf.d'\t# tuning", "include_dir '/srv/etc/conf.d'\t# tuning"],
  ["  Include='/etc/postgresql/15/main/own.conf'", "  Include='/srv/etc/own.conf'"],
  ["include_if_exists '/etc/postgresql/15/main/it''s.conf'", "include_if_exists '/srv/etc/it''s.conf'"],
  ['include_dir /etc/postgresql/15/main/hba.d', 'include_dir /srv/etc/hba.d'],
  ['include "/etc/postgresql/15/main/hba of all.conf"', 'include "/srv/etc/hba of all.conf"'],
])('%s leads to what was laid', (line, there) => {
  expect(moved(`port = 5432\n${line}\n# größer\n`)).toBe(`port = 5432\n${there}\n# größer\n`);
});

test.each([
  "include_dir = 'conf.d'",
  "include '/etc/postgresql/15/main-of-another/own.conf'",
  "include '/etc/postgresql-common/own.conf'",
  "#include_dir = '/etc/postgresql/15/main/conf.d'",
  "data_directory = '/etc/postgresql/15/main'",
])('%s stays', line => {
  expect(moved(`${line}\n`)).toBe(`${line}\n`);
});

test('a place with a quote or a blank in it is written as the file takes it', () => {
  expect(moved("include_dir '/etc/postgresql/15/main/conf.d'", "/srv/it's here")).toBe(
    "include_dir '/srv/it''s here/conf.d'",
  );
  expect(moved('include_dir /etc/postgresql/15/main/hba.d', '/srv/of all')).toBe('include_dir "/srv/of all/hba.d"');
});
