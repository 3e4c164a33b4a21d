/** Calling the person: the terminal's bell, and its title while somebody is waited for; the title it had before comes back at the end. */
import {showForeignLine} from '../base/foreign-text.ts';
import {modeWords, titleWords} from '../report/words.ts';
import {questionName} from '../run/question-name.ts';
import {cut} from './cells.ts';
import {isLive, type Moment, waitingSteps} from './moment.ts';

const bell = '\u0007';
/** Xterm's stack of titles; who does not know it ignores it. */
const saveTitle = '\u001b[22;2t';
const restoreTitle = '\u001b[23;2t';

/** A tab of a browser or of tmux shows less than this. */
const titleCells = 80;

export type Caller = {
  readonly ring: () => void;
  /** Shows it as the title; the first one puts away what stood there. */
  readonly show: (title: string) => void;
  /** Brings back what stood there. */
  readonly giveBack: () => void;
  /** Shows once more what was given back. */
  readonly again: () => void;
};

/** One that calls through the terminal, or not at all where that is switched off or could not be taken back. */
export const callerFor = (stdout: Pick<NodeJS.WriteStream, 'write'>, environment: NodeJS.ProcessEnv): Caller => {
  let shown: string | undefined;
  let last: string | undefined;
  const isQuiet = environment.LIFEBOAT_BELL === 'off';
  // The console of Linux and the old terminals print what they do not know.
  const hasTitle = !isQuiet && !/^(linux|vt|cons)/.test(environment.TERM ?? '');
  const show = (title: string): void => {
    last = title;
    if (hasTitle && title !== shown) {
      stdout.write(`${shown === undefined ? saveTitle : ''}\u001b]2;${title}\u001b\\`);
      shown = title;
    }
  };
  return {
    ring: () => {
      if (!isQuiet) {
        stdout.write(bell);
      }
    },
    show,
    again: () => {
      if (last !== undefined) {
        show(last);
      }
    },
    giveBack: () => {
      if (shown !== undefined) {
        stdout.write(restoreTitle);
        shown = undefined;
      }
    },
  };
};

/** Whom the run waits for, in front, where a narrow tab still shows it. Foreign titles are made harmless. */
export const titleOf = (moment: Moment): string => {
  const {state} = moment;
  const what = `${modeWords[state.mode]} ${titleWords(state.outline.title, state.variant)}`;
  const [first, ...others] = isLive(moment) ? waitingSteps(moment) : [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const said = first === undefined ? what : `Waits for you: ${first.outline.title}${more}, ${what}`;
  return cut(showForeignLine(said), titleCells);
};

/** The questions that are open, each by a name that no later one has. */
export const openQuestions = (moment: Moment): readonly string[] =>
  isLive(moment) ? moment.prompts.map(questionName) : [];
