/** A wall clock that a test can set under a real program, by a library that is loaded before all others. */
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import type {Desk, Environment} from './lifeboat.ts';

export type SettableClock = {
  /** For the programs whose clock it is to be. */
  readonly env: Environment;
  /** From now on their wall clock is off by so many seconds; every other clock of theirs is right. */
  readonly set: (bySeconds: number) => void;
};

/** Needs a C compiler. */
export const settableClock = (desk: Desk): SettableClock => {
  const library = join(desk.directory, 'set-clock.so');
  const source = join(import.meta.dirname, '..', 'fixtures', 'set-clock.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  const set = (bySeconds: number): void => void desk.file('clock-set-by', `${bySeconds}\n`);
  set(0);
  return {env: {LD_PRELOAD: library, CLOCK_SET_BY: join(desk.directory, 'clock-set-by')}, set};
};
