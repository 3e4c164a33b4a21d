/** The three kinds of tests: pure ones share threads, those with a real terminal or a real server get processes of their own. */

import {defineConfig} from 'vitest/config';
import {LongestFirst} from './test/support/longest-first.ts';

// Legal because pure code keeps no state in modules; isolation cost thirty times as much as the tests.
const fast = {
  pool: 'threads',
  isolate: false,
  // All processors: one of two would be left idle, and the check before each commit takes half as long again.
  maxWorkers: '100%',
  // Against a hang alone: how fast they are is measured elsewhere, and a machine may have other work.
  testTimeout: process.env.CI === 'true' ? 300_000 : 60_000,
  hookTimeout: 60_000,
  setupFiles: 'test/support/same-cases.ts',
  sequence: {groupOrder: 0},
} as const;

// A few at a time, after the fast ones: they wait for real programs, which wait for processors; three take a tenth less than two.
const real = {
  pool: 'forks',
  isolate: true,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  maxWorkers: 3,
  globalSetup: 'test/support/build.ts',
  setupFiles: [
    'test/support/same-cases.ts',
    'test/support/only-in-full.ts',
    'test/support/lab-place.ts',
    'test/support/close-terminals.ts',
  ],
  sequence: {groupOrder: 1},
} as const;

export default defineConfig({
  test: {
    sequence: {sequencer: LongestFirst},
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/{unit,golden,property}/**/*.test.{ts,tsx}', 'test/tidy.test.ts'],
          ...fast,
        },
      },
      {
        test: {
          name: 'terminal',
          include: ['test/terminal/**/*.test.ts'],
          ...real,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/postgres/**/*.test.ts'],
          ...real,
        },
      },
    ],
  },
});
