/** What stands over the page for a while: the text field, the menu behind Ctrl-C, the help. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {widthOf} from '../cells.ts';
import type {Binding} from '../key-binding.ts';
import {keyName} from '../key-name.ts';
import {bindings, offered} from '../keymap.ts';
import {blank, type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import type {Moment, Question} from '../moment.ts';
import {menuItems} from '../press/press-menu.ts';
import type {Dialog, Field} from '../view.ts';

export const dialogLines = (dialog: Dialog, look: Look): readonly Line[] => {
  switch (dialog.kind) {
    case 'none':
    case 'help':
      return [];
    case 'field':
      return fieldLines(dialog.field, look);
    case 'menu':
      return menuLines(dialog.cursor, look);
  }
};

const fieldLines = (field: Field, {width, glyphs}: Look): readonly Line[] => [
  ...paragraph(field.label, {width, tone: 'active'}),
  [
    {text: `${glyphs.cursor} `, tone: 'active'},
    {text: tailOf(field.isSecret ? '*'.repeat(field.text.length) : showForeignLine(field.text), width - 3)},
    {text: ' ', inverse: true},
  ],
  ...paragraph('Enter hands it in, Esc gives it up.', {width, tone: 'quiet'}),
];

/** The end of the text: that is where one types. */
const tailOf = (text: string, width: number): string => {
  let tail = text;
  while (widthOf(tail) > width) {
    tail = tail.slice(1);
  }
  return tail;
};

const menuLines = (cursor: number, {width, glyphs}: Look): readonly Line[] => [
  say('What now? No step is stopped by this menu.', 'active'),
  ...menuItems.flatMap(({title, detail}, index): readonly Line[] => [
    [
      {text: `${cursor === index ? glyphs.cursor : ' '} `, tone: 'active'},
      {text: `${index + 1} ${title}`, tone: cursor === index ? 'strong' : 'plain'},
    ],
    ...paragraph(detail, {width, indent: '    ', tone: 'quiet'}),
  ]),
  ...paragraph('Enter takes it, Esc goes back, Ctrl-C again leaves at once.', {width, tone: 'quiet'}),
];

/** All keys, over the whole body of the screen: first those that count now, then those of other moments. */
export const helpLines = (
  moment: Moment,
  question: Question | undefined,
  {width, legend}: {readonly width: number; readonly legend: readonly string[]},
): readonly Line[] => {
  const now = offered(moment, question);
  const others = bindings.filter(binding => !now.includes(binding));
  return [
    say('Keys that count now (any key closes this)', 'active'),
    ...now.flatMap(binding => keyLines(binding, width)),
    ...(legend.length === 0 ? [] : [blank, say('The timeline', 'active')]),
    ...legend.flatMap(text => paragraph(text, {width})),
    blank,
    say('Keys of other moments', 'active'),
    ...others.flatMap(binding => keyLines(binding, width)),
  ];
};

const keysWidth = 15;

const keyLines = ({keys, help}: Binding, width: number): readonly Line[] => {
  const [first = [], ...rest] = paragraph(help, {width: width - keysWidth});
  return [
    [{text: keys.map(keyName).join(' or ').padEnd(keysWidth), tone: 'strong'}, ...first],
    ...rest.map((line): Line => [{text: ' '.repeat(keysWidth)}, ...line]),
  ];
};
