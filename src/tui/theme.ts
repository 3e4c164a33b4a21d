/** Tones and marks by meaning; how a tone looks is the theme's. Nothing is said by colour alone: every tone stands beside a word or a mark. */
import type {Status} from '../run/state.ts';

export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'warn' | 'active';

export type Glyphs = {
  readonly marks: {readonly [Name in Status]: string};
  readonly bar: {
    readonly used: string;
    readonly likely: string;
    readonly late: string;
    readonly free: string;
    readonly limit: string;
  };
  /** What a replay is at, from left to right. */
  readonly timeline: {
    readonly past: string;
    readonly future: string;
    readonly stuck: string;
    readonly away: string;
    readonly now: string;
  };
  readonly ticked: string;
  readonly unticked: string;
  readonly cursor: string;
  /** Where the next character is typed: seen without any colour too. */
  readonly caret: string;
  readonly rule: string;
  readonly divider: string;
  readonly gutter: string;
  readonly passed: string;
  readonly failed: string;
  readonly open: string;
  readonly more: string;
  readonly separator: string;
  readonly ellipsis: string;
};

/** Each one cell wide in every terminal that was tried, and among those that scripts/light-packages.mjs measures without Unicode's tables. */
export const unicodeGlyphs: Glyphs = {
  marks: {
    pending: '·',
    ready: '○',
    awaiting: '◆',
    running: '▶',
    verifying: '▶',
    succeeded: '✔',
    rejected: '✘',
    failed: '✘',
    held: '■',
    unknown: '?',
    skipped: '→',
    overridden: '!',
    'not-applicable': '–',
    left: '–',
    undoing: '◀',
    undone: '↩',
    'not-reached': '–',
  },
  bar: {used: '█', likely: '▒', late: '░', free: '·', limit: '│'},
  timeline: {past: '━', future: '─', stuck: '■', away: '┄', now: '█'},
  ticked: '[✔]',
  unticked: '[ ]',
  cursor: '>',
  caret: '█',
  rule: '─',
  divider: '│',
  gutter: '┊',
  passed: '✔',
  failed: '✘',
  open: '·',
  more: '↓',
  separator: '·',
  ellipsis: '…',
};

/** For terminals without them: the same meanings in seven bits. */
export const asciiGlyphs: Glyphs = {
  marks: {
    pending: '.',
    ready: '>',
    awaiting: '*',
    running: '>',
    verifying: '>',
    succeeded: '+',
    rejected: 'x',
    failed: 'x',
    held: '#',
    unknown: '?',
    skipped: 's',
    overridden: '!',
    'not-applicable': '-',
    left: '-',
    undoing: '<',
    undone: 'u',
    'not-reached': '-',
  },
  bar: {used: '#', likely: '=', late: '-', free: '.', limit: '|'},
  timeline: {past: '=', future: '-', stuck: '#', away: '.', now: '@'},
  ticked: '[x]',
  unticked: '[ ]',
  cursor: '>',
  caret: '_',
  rule: '-',
  divider: '|',
  gutter: ':',
  passed: '+',
  failed: 'x',
  open: '.',
  more: 'v',
  separator: '-',
  ellipsis: '~',
};

/** What a status means for the reader. */
export const toneOf = (status: Status): Tone => {
  switch (status) {
    case 'succeeded':
      return 'good';
    case 'running':
    case 'verifying':
    case 'undoing':
    case 'ready':
    case 'awaiting':
      return 'active';
    case 'held':
    case 'unknown':
    case 'failed':
    case 'rejected':
      return 'bad';
    case 'skipped':
    case 'overridden':
    case 'undone':
      return 'warn';
    case 'pending':
      return 'plain';
    case 'left':
    case 'not-applicable':
    case 'not-reached':
      return 'quiet';
  }
};
