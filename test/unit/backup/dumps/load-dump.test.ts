/** SQL of a dump is a program for psql, and one that runs everything that stands in it is not given it. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {loadDump} from '../../../../src/backup/dumps/load-dump.ts';

/** Programs of that release, which say what they are and do nothing else. */
const programsOf = (release: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-programs-'));
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  for (const name of ['postgres', 'initdb', 'pg_ctl', 'pg_controldata', 'psql']) {
    writeFileSync(join(directory, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${release}"\n`, {mode: 0o755});
  }
  vi.stubEnv('LIFEBOAT_POSTGRES', directory);
  onTestFinished(() => void vi.unstubAllEnvs());
  return directory;
};

test('a psql of before August 2025 is refused, with both ways out', async () => {
  const directory = programsOf('15.13');
  const dump = join(directory, 'shop.sql');
  writeFileSync(dump, '-- PostgreSQL database dump\n\\! rm -rf /srv\n');
  const loaded = await loadDump({dump, into: 'postgres://db.example.invalid/shop', major: 15});
  expect(loaded).toEqual({
    ok: false,
    reason: `${join(directory, 'psql')} (15.13) runs commands that stand in a dump; install a psql of August 2025 or later, or say --trust-dump where nobody else could write to the dump`,
  });
});
