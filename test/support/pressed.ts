/** Keys on a told run without a terminal: `pressed(told, 'j', 'enter')` gives the view they lead to and the intents they send. */
import type {Intent} from '../../src/run/intent.ts';
import {momentOf} from '../../src/tui/moment.ts';
import type {KeyPress} from '../../src/tui/press/key-press.ts';
import {press} from '../../src/tui/press/press.ts';
import {type ExitReason, freshView, type View} from '../../src/tui/view.ts';
import type {ToldRun} from './run.ts';
import {type SessionOptions, toldSession} from './told-session.ts';

export type PressedKeys = {
  readonly view: View;
  readonly sent: readonly Intent[];
  readonly exits: readonly ExitReason[];
  readonly seeks: readonly number[];
};

/** A name of several letters is one key (`enter`, `ctrl-c`); `type:TEXT` is typed letter by letter, `paste:TEXT` pasted. */
export const pressed = (told: ToldRun, keys: readonly string[], options: SessionOptions = {}): PressedKeys => {
  const moment = momentOf(toldSession(told, options));
  const sent: Intent[] = [];
  const exits: ExitReason[] = [];
  const seeks: number[] = [];
  let view = freshView;
  for (const key of keys.flatMap(keyPresses)) {
    const result = press(view, key, moment);
    view = result.view;
    const {effect} = result;
    if (effect?.do === 'send') {
      sent.push(effect.intent);
    } else if (effect?.do === 'exit') {
      exits.push(effect.why);
    } else if (effect?.do === 'seek') {
      seeks.push(effect.position);
    }
  }
  return {view, sent, exits, seeks};
};

/** One key by its name, or what `type:` and `paste:` stand for. */
export const keyPresses = (key: string): readonly KeyPress[] => {
  if (key.startsWith('paste:')) {
    return [{kind: 'paste', text: key.slice(6)}];
  }
  if (key.startsWith('type:')) {
    return [...key.slice(5)].map(text => ({kind: 'key', name: text === ' ' ? 'space' : text, text}));
  }
  return [{kind: 'key', name: key, text: key.length === 1 ? key : ''}];
};
