/** All keys, over the whole body of the screen: those that count now, group by group, then those of other moments. */
import {dialogKeys} from '../dialog-keys.ts';
import type {Binding, Explained} from '../key-binding.ts';
import {keyName} from '../key-name.ts';
import {keyGroups, offering} from '../keymap.ts';
import {blank, type Line, paragraph, say} from '../line.ts';
import {focusOf, type Moment, questionOf} from '../moment.ts';
import type {View} from '../view.ts';

export const helpLines = (
  moment: Moment,
  view: View,
  {width, legend}: {readonly width: number; readonly legend: readonly string[]},
): readonly Line[] => {
  const over = view.dialog.kind === 'help' ? view.dialog.over : undefined;
  const beneath = over && dialogKeys({dialog: over}, moment);
  const question = view.pane === 'steps' ? undefined : questionOf(moment, focusOf(moment, view.selected));
  const atMoment = offering({moment, question}, view);
  const now = (key: Binding) => (beneath ? undefined : atMoment(key));
  const present = keyGroups.map(({title, bindings}) => ({title, keys: bindings.flatMap(key => now(key) ?? [])}));
  const others = keyGroups.map(({title, bindings}) => ({title, keys: bindings.filter(key => !now(key))}));
  return [
    say('Keys that count now (any key closes this)', 'active'),
    ...(beneath ? groupLines({title: 'In the output of a step', keys: beneath}, width) : groupsLines(present, width)),
    ...(legend.length === 0 ? [] : [blank, say('The timeline', 'active')]),
    ...legend.flatMap(text => paragraph(text, {width})),
    blank,
    say('Keys of other moments', 'active'),
    ...groupsLines(others, width),
  ];
};

type Group = {readonly title: string; readonly keys: readonly Explained[]};

const groupsLines = (groups: readonly Group[], width: number): readonly Line[] =>
  groups.filter(({keys}) => keys.length > 0).flatMap(group => groupLines(group, width));

const groupLines = ({title, keys}: Group, width: number): readonly Line[] => [
  say(title, 'quiet'),
  ...keys.flatMap(key => keyLines(key, width)),
];

const keysWidth = 17;

const keyLines = ({keys, help}: Explained, width: number): readonly Line[] => {
  const [first = [], ...rest] = paragraph(help, {width: width - keysWidth});
  return [
    [{text: `  ${keys.map(keyName).join(' or ')}`.padEnd(keysWidth), tone: 'strong'}, ...first],
    ...rest.map((line): Line => [{text: ' '.repeat(keysWidth)}, ...line]),
  ];
};
