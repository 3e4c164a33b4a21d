/** Who and where this process is, as facts and locks name it. */
import {readFileSync, readlinkSync} from 'node:fs';
import {hostname, userInfo} from 'node:os';
import {version} from './version.ts';

export type Host = {
  readonly user: string;
  readonly host: string;
  readonly boot: string;
  readonly zone: string;
  readonly program: string;
};

/** Asked for many times in a run and never different. */
export const thisHost = (): Host => {
  known ??= {user: userName(), host: hostname(), boot: bootId(), zone: zoneName(), program: `lifeboat ${version()}`};
  return known;
};

let known: Host | undefined;

/** The IANA zone from where C programs have it: asking Intl loads all of ICU, tens of milliseconds before the first frame. */
const zoneName = (): string => {
  const {TZ} = process.env;
  if (TZ) {
    return TZ.replace(/^:/, '');
  }
  try {
    return readlinkSync('/etc/localtime').replace(/^.*\/zoneinfo\//, '');
  } catch {
    return 'UTC';
  }
};

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the user database still has a number.
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
};

/** Changes with every start of the kernel: what ran before is gone. Where there is none, nothing can be found again. */
const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `unknown-${process.pid}-${Date.now()}`;
  }
};
