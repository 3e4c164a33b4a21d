/** What keys ask of a replay. */

const names = {
  'replay-play': true,
  'replay-back': true,
  'replay-on': true,
  'replay-first': true,
  'replay-last': true,
  'replay-faster': true,
  'replay-slower': true,
  'replay-silence': true,
  'replay-go': true,
  'replay-next-mark': true,
  'replay-former-mark': true,
  'replay-next-deviation': true,
  'replay-former-deviation': true,
  'replay-next-decision': true,
  'replay-former-decision': true,
  'replay-next-milestone': true,
  'replay-former-milestone': true,
  'replay-next-stuck': true,
  'replay-former-stuck': true,
} as const;

export type ReplayCommand = keyof typeof names;

export const isReplayCommand = (command: string): command is ReplayCommand => Object.hasOwn(names, command);
