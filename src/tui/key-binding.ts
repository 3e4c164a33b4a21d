/** What a key of the run screen is: which key, what it asks for, when it is offered, and how it is explained. */
import type {Move} from '../run/intent.ts';
import type {Path} from '../run/path.ts';
import type {Moment, Question} from './moment.ts';
import type {ReplayCommand} from './replay/replay-command.ts';

export type Command =
  | Move
  | 'up'
  | 'down'
  | 'tick-here'
  | 'resolve-done'
  | 'resolve-again'
  | 'resolve-failed'
  | 'look-again'
  | 'command'
  | 'pane'
  | 'page-up'
  | 'page-down'
  | 'first-step'
  | 'last-step'
  | 'find-step'
  | 'find-next'
  | 'find-previous'
  | 'next-waiting'
  | 'next-working'
  | 'output'
  | 'find-output'
  | 'follow'
  | 'help'
  | 'menu'
  | 'leave'
  | 'repaint'
  | 'suspend'
  | ReplayCommand;

/** How a key stands in the footer and in the help, whatever it belongs to. */
export type Explained = {
  readonly keys: readonly string[];
  /** In the footer. */
  readonly label: string;
  /** In the help, a whole sentence. */
  readonly help: string;
  /** Left out of the footer: everybody knows it, or the pane itself says it. */
  readonly isQuiet?: boolean;
  /** In the footer however narrow it is: the way out, and the way to all other keys. */
  readonly isAlways?: boolean;
};

export type Binding = Explained & {
  readonly command: Command;
  /** `shown` is the step that the page is about. */
  readonly when: (moment: Moment, question: Question | undefined, shown: Path | undefined) => boolean;
  /** Only while the list of steps has the keys, or only while it has not; both where it is left out. */
  readonly pane?: 'step' | 'steps';
};
