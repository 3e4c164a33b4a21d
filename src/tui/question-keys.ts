/** The keys that answer the question in front of the person, in the order of the footer. */
import type {Move} from '../run/intent.ts';
import type {Binding} from './key-binding.ts';
import type {Question} from './moment.ts';

type When = Binding['when'];

const allowed =
  (move: Move, ...kinds: readonly Question['kind'][]): When =>
  (_, question) =>
    question?.moves.includes(move) === true && (kinds.length === 0 || kinds.includes(question.kind));
const unknown = allowed('resolve', 'unknown');

export const questionKeys: readonly Binding[] = [
  {
    keys: ['enter'],
    command: 'answer',
    label: 'done',
    help: 'Say that the instruction was carried out.',
    when: allowed('done', 'instruction'),
  },
  {
    keys: ['enter'],
    command: 'answer',
    label: 'choose',
    help: 'Take the branch under the cursor.',
    when: allowed('choose', 'decision'),
  },
  {
    keys: ['enter'],
    command: 'answer',
    label: 'type it',
    help: 'Open the line for the value that is asked for.',
    when: allowed('answer', 'input'),
  },
  {
    keys: ['enter'],
    command: 'answer',
    label: 'give it',
    help: 'Open the line to give a secret again that is gone.',
    when: allowed('give', 'held', 'secret', 'unknown'),
  },
  {
    keys: ['enter'],
    command: 'answer',
    label: 'pick',
    help: 'Begin the step under the cursor.',
    when: allowed('pick', 'pick'),
  },
  {
    keys: ['enter', 'y'],
    command: 'answer',
    label: 'approve',
    help: "Approve; the approver's name is asked for next.",
    when: allowed('approve', 'approval'),
  },
  {
    keys: ['enter'],
    command: 'answer',
    label: 'type the name',
    help: "Confirm by typing the target's own name; its first letter opens the line too.",
    when: allowed('confirm', 'confirmation'),
  },
  {keys: ['d'], command: 'resolve-done', label: 'done', help: 'Unknown outcome: it is done, go on.', when: unknown},
  {
    keys: ['n'],
    command: 'resolve-again',
    label: 'again',
    help: 'Unknown outcome: it did not happen, run it again.',
    when: unknown,
  },
  {keys: ['w'], command: 'look-again', label: 'wait', help: 'Unknown outcome: decide nothing yet.', when: unknown},
  {
    keys: ['a'],
    command: 'resolve-failed',
    label: 'stop here',
    help: 'Unknown outcome: count it as failed and hold.',
    when: unknown,
  },
  {
    keys: ['space'],
    command: 'tick-here',
    label: 'tick',
    help: 'Tick the item under the cursor; 1 to 9 tick by number.',
    when: allowed('tick'),
  },
  {
    keys: ['x'],
    command: 'reject',
    label: 'no-go',
    help: 'Refuse the approval, with a reason.',
    when: allowed('reject', 'approval'),
  },
  {
    keys: ['c'],
    command: 'cannot',
    label: 'cannot',
    help: 'Say that it cannot be done, with a reason.',
    when: allowed('cannot'),
  },
  {
    keys: ['v'],
    command: 'reveal',
    label: 'reveal',
    help: 'Show a secret here for 30 seconds; that it was shown is recorded.',
    when: allowed('reveal', 'instruction'),
  },
  {keys: ['r'], command: 'retry', label: 'retry', help: 'Run the held step again.', when: allowed('retry')},
  {keys: ['s'], command: 'skip', label: 'skip', help: 'Go on without this step, with a reason.', when: allowed('skip')},
  {
    keys: ['o'],
    command: 'override',
    label: 'override',
    help: 'Count this step as done all the same, with a reason.',
    when: allowed('override'),
  },
  {
    keys: ['z'],
    command: 'undo',
    label: 'undo',
    help: 'Take back what this step did.',
    when: allowed('undo', 'held'),
    isQuiet: true,
  },
  {
    keys: ['b'],
    command: 'undo_to',
    label: 'back',
    help: 'Undo everything back to a step, newest first; the run is then held before it.',
    when: allowed('undo_to', 'held'),
    isQuiet: true,
  },
  {
    keys: ['m'],
    command: 'jump',
    label: 'jump',
    help: 'Go on at another step and leave everything as it is, with a reason.',
    when: allowed('jump', 'held'),
    isQuiet: true,
  },
];
