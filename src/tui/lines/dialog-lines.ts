/** What stands over the page for a while: the text field, and the menu behind Ctrl-C. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {widthOf} from '../cells.ts';
import {type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import {menuItems} from '../press/press-menu.ts';
import type {Dialog, Field} from '../view.ts';

export const dialogLines = (dialog: Dialog, look: Look): readonly Line[] => {
  switch (dialog.kind) {
    case 'none':
    case 'help':
    case 'find-step':
    case 'output':
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
    {
      text: tailOf(field.isSecret ? '*'.repeat(field.text.length) : showForeignLine(field.text), width - 3),
      ...(field.isRefused && {inverse: true}),
    },
    {text: glyphs.caret},
  ],
  ...paragraph(
    field.isRefused
      ? 'Type to replace it; the left arrow key goes into it. Esc gives it up.'
      : 'Enter hands it in, Esc gives it up.',
    {width, tone: 'quiet'},
  ),
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
