/** Debian packages that tests need: installed only where nobody minds, as root in a CI, and named in one sentence everywhere else. */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {findProgram} from '../../src/postgres/server-user.ts';

/**
 * By what must be there, a program or the full path of a file, the package that brings it:
 * `needPackages({named: 'bind9', nsupdate: 'bind9-dnsutils'})`. Throws with the way out where something is missing.
 */
export const needPackages = (packagesOf: Readonly<Record<string, string>>): void => {
  const missing = missingOf(packagesOf);
  if (missing.length > 0 && isWelcome()) {
    install(missing);
  }
  const stillMissing = missingOf(packagesOf);
  if (stillMissing.length > 0) {
    const [noun, names] = [stillMissing.length === 1 ? 'package' : 'packages', stillMissing.join(' ')];
    throw new Error(`This test needs the Debian ${noun} ${names} (apt-get install ${names}).`);
  }
};

const missingOf = (packagesOf: Readonly<Record<string, string>>): readonly string[] => {
  const missing = Object.entries(packagesOf).filter(([what]) => !isThere(what));
  return [...new Set(missing.map(([, name]) => name))];
};

const isThere = (what: string): boolean => (what.startsWith('/') ? existsSync(what) : findProgram(what) !== null);

const isWelcome = (): boolean => {
  const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
  return isCi && process.getuid?.() === 0 && findProgram('apt-get') !== null;
};

/** Another worker may be installing, too. Lists that are old or not there are fetched once. */
const install = (names: readonly string[]): void => {
  const apt = (...words: readonly string[]): boolean =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], {
      stdio: 'ignore',
      env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
    }).status === 0;
  const wanted = ['install', '-y', '--no-install-recommends', ...names];
  if (!apt(...wanted) && apt('update')) {
    apt(...wanted);
  }
};
