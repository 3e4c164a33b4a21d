/** Every exit code and its meaning: an agreement that scripts depend on. */
import type {Outcome} from '../run/event.ts';

export const exitCodes = {
  done: {code: 0, meaning: 'recovered, or the command did what it should'},
  fault: {code: 1, meaning: 'a fault of our own'},
  usage: {code: 2, meaning: 'the command line is wrong, or something that it needs is missing'},
  invalid: {code: 3, meaning: 'the runbook or the plan is invalid'},
  failed: {code: 4, meaning: 'the run failed, or the drill did not pass'},
  missed: {code: 5, meaning: 'recovered, but an objective was missed'},
  aborted: {code: 6, meaning: 'a person ended the run'},
  held: {code: 7, meaning: 'the run is held: a person is needed, and it can be resumed'},
  unverified: {code: 8, meaning: 'a journal does not verify'},
  unsafe: {code: 9, meaning: 'refused for safety'},
  busy: {code: 10, meaning: 'another process holds the run'},
} as const;

/** From the worst on: what several drills exit with is the first of these that one of them had. */
export const worstFirst: readonly (keyof typeof exitCodes)[] = [
  'fault',
  'unsafe',
  'unverified',
  'failed',
  'invalid',
  'usage',
  'busy',
  'held',
  'aborted',
  'missed',
  'done',
];

/** The worst of several exits. */
export const worstOf = (codes: readonly number[]): number =>
  exitCodes[worstFirst.find(name => codes.includes(exitCodes[name].code)) ?? 'done'].code;

export type ExitName = keyof typeof exitCodes;

/** As shells tell that a program was ended by a signal: 128 and its number. */
const interruptedCode = 130;

/** Also where a person gave up with Ctrl-C, before there was a run. */
export const codeOf = (name: ExitName | 'interrupted'): number =>
  name === 'interrupted' ? interruptedCode : exitCodes[name].code;

/** The exit of a run that has ended; a missed objective counts only where something was recovered. */
export const exitOf = (
  outcome: Outcome | null,
  met: {readonly rto: boolean | null; readonly rpo: boolean | null; readonly mtpd?: boolean | null},
): ExitName => {
  switch (outcome) {
    case null:
      return 'held';
    case 'recovered':
    case 'recovered-with-exceptions':
      return Object.values(met).includes(false) ? 'missed' : 'done';
    case 'mitigated':
    case 'no-action':
      return 'done';
    case 'rolled-back':
    case 'escalated':
      return 'failed';
    case 'aborted':
      return 'aborted';
  }
};
