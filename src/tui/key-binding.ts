/** What a key of the run screen is: which key, what it asks for, when it is offered, and how it is explained. */
import type {Move} from '../run/intent.ts';
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
  | 'follow'
  | 'help'
  | 'menu'
  | 'leave'
  | 'repaint'
  | ReplayCommand;

export type Binding = {
  readonly keys: readonly string[];
  readonly command: Command;
  /** In the footer. */
  readonly label: string;
  /** In the help, a whole sentence. */
  readonly help: string;
  readonly when: (moment: Moment, question: Question | undefined) => boolean;
  /** Left out of the footer: everybody knows it, or the pane itself says it. */
  readonly isQuiet?: boolean;
};
