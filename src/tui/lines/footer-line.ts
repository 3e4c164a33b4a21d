/** The last line: the keys that count now, and the way to all others. */
import {dialogKeys} from '../dialog-keys.ts';
import type {Explained} from '../key-binding.ts';
import {keyName} from '../key-name.ts';
import {offered} from '../keymap.ts';
import {type Line, lineWidth, type Span} from '../line.ts';
import type {Moment, Question} from '../moment.ts';
import {questionKeys} from '../question-keys.ts';
import type {View} from '../view.ts';

export type FooterState = {
  readonly moment: Moment;
  readonly question: Question | undefined;
  readonly view: View;
  /** False for a moment after a question opened, while keys typed before it cannot answer it. */
  readonly isArmed: boolean;
};

export const footerLine = ({moment, question, view, isArmed}: FooterState, width: number): Line => {
  const ofPage = offered(moment, question, view);
  const leaving = ofPage.filter(({isAlways, keys}) => isAlways && keys[0] === 'ctrl-c');
  if (view.isSending) {
    return withoutLastSpaces([{text: 'Recording your answer  '}, ...leaving.flatMap(labelled)]);
  }
  const dialog = dialogKeys(view, moment);
  if (!isArmed && !dialog) {
    return withoutLastSpaces([{text: 'A new question  '}, ...leaving.flatMap(labelled)]);
  }
  const keys = (dialog ?? ofPage).filter(({isQuiet}) => !isQuiet);
  const answering: readonly Explained[] = questionKeys;
  const first = keys.filter(key => !key.isAlways && answering.includes(key));
  const others = keys.filter(key => !key.isAlways && !answering.includes(key));
  const last = keys.filter(key => key.isAlways);
  return fitted({first, others, last}, width);
};

type Keys = {
  /** What answers the question: never left out. */
  readonly first: readonly Explained[];
  /** As many of them as there is room for. */
  readonly others: readonly Explained[];
  /** The ways out: never left out. */
  readonly last: readonly Explained[];
};

const fitted = ({first, others, last}: Keys, width: number): Line => {
  const must = [...first, ...last].map(labelled);
  // Where even these have no room, labels go, from the back: the keys themselves stay.
  for (let at = must.length - 1; at > 0 && widthOf(must) > width; at -= 1) {
    must[at] = bare([...first, ...last][at]);
  }
  const [before, after] = [must.slice(0, first.length), must.slice(first.length)];
  let between: readonly Line[] = [];
  for (const key of others) {
    const more = [...between, labelled(key)];
    if (widthOf([...must, ...more]) > width) {
      break;
    }
    between = more;
  }
  return withoutLastSpaces([...before, ...between, ...after].flat());
};

const withoutLastSpaces = (line: Line): Line =>
  line.map((span, index) => (index === line.length - 1 ? {...span, text: span.text.trimEnd()} : span));

/** Without the two spaces behind the last one. */
const widthOf = (hints: readonly Line[]): number => lineWidth(hints.flat()) - 2;

const labelled = ({keys, label}: Explained): readonly Span[] => [
  {text: keyName(keys[0] ?? ''), tone: 'active'},
  {text: ` ${label}  `},
];

const bare = (key: Explained | undefined): readonly Span[] => [
  {text: keyName(key?.keys[0] ?? ''), tone: 'active'},
  {text: '  '},
];
