/** The last line: the keys that the machine allows now, and the way to all others. */
import {keyName} from '../key-name.ts';
import {offered} from '../keymap.ts';
import {type Line, lineWidth, type Span} from '../line.ts';
import type {Moment, Question} from '../moment.ts';
import type {View} from '../view.ts';

export type FooterState = {
  readonly moment: Moment;
  readonly question: Question | undefined;
  readonly view: View;
  /** False for a moment after a question opened, while keys typed before it cannot answer it. */
  readonly isArmed: boolean;
};

export const footerLine = ({moment, question, view, isArmed}: FooterState, width: number): Line => {
  if (view.isSending) {
    return [{text: 'Recording your answer', tone: 'plain'}];
  }
  if (!isArmed) {
    return [{text: 'A new question', tone: 'plain'}];
  }
  if (view.dialog.kind !== 'none') {
    return [];
  }
  const hints = offered(moment, question)
    .filter(({isQuiet}) => !isQuiet)
    .map(({keys, label}) => hint(keys[0] ?? '', label));
  const last = hints.at(-1) ?? [];
  let line: Line = [];
  for (const next of hints.slice(0, -1)) {
    const longer: Line = [...line, ...next];
    if (lineWidth(longer) + lineWidth(last) > width) {
      break;
    }
    line = longer;
  }
  return [...line, ...last];
};

const hint = (key: string, label: string): readonly Span[] => [
  {text: keyName(key), tone: 'active'},
  {text: ` ${label}  `},
];
