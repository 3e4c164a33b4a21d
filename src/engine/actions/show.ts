/** What of an action is recorded for everybody to read: its words, lines or statements, as many as fit into a fact. */
import type {Json} from '../../base/canonical-json.ts';
import type {ShownAction} from '../../run/shown.ts';
import type {Hide} from '../secrets/redact.ts';
import {clipped, jsonBytes} from '../short-text.ts';
import type {ResolvedAction} from './runner.ts';

/** How much of an action is shown. */
export type Room = {
  readonly linesMax: number;
  readonly lineBytesMax: number;
  readonly valuesMax: number;
  readonly valueBytesMax: number;
};

/** A fact is at most 32 KiB and may hold a question beside it; the whole of it stands in the pinned runbook. */
const roomInFact: Room = {linesMax: 12, lineBytesMax: 1_000, valuesMax: 20, valueBytesMax: 200};

/** For what is recorded nowhere. */
export const allRoom: Room = {
  linesMax: Number.POSITIVE_INFINITY,
  lineBytesMax: Number.POSITIVE_INFINITY,
  valuesMax: Number.POSITIVE_INFINITY,
  valueBytesMax: Number.POSITIVE_INFINITY,
};

/** Shows an action that was filled in with secrets masked; `hide` finds those that came in by another way. */
export const shownOf = (action: ResolvedAction, hide: Hide, room = roomInFact): ShownAction => {
  const shownLines = (lines: readonly string[]) => linesIn(lines, room);
  const shownValues = (values: {readonly [name: string]: Json}) => valuesIn(values, {hide, room});
  const {lineBytesMax} = room;
  switch (action.kind) {
    case 'command':
      return {
        kind: 'command',
        ...shownLines([action.argv.map(word => quoteWord(hide(word))).join(' ')]),
        ...shownValues(action.env),
        ...shownHost(action, {hide, room}),
        ...onTerminal(action),
        ...(action.connection !== undefined && {target: clipped(hide(action.connection), lineBytesMax)}),
      };
    case 'script':
      return {
        kind: 'script',
        ...shownLines(hide(action.text).trimEnd().split('\n')),
        ...shownValues(action.env),
        ...shownHost(action, {hide, room}),
      };
    case 'sql':
      return {
        kind: 'sql',
        ...shownLines(action.statements.flatMap(statement => hide(statement).trim().split('\n'))),
        ...shownValues(named(action.params)),
        target: clipped(hide(action.connection), lineBytesMax),
        ...shownHost(action, {hide, room}),
      };
    case 'notify':
      return {kind: 'notify', ...shownLines(hide(action.text).trimEnd().split('\n')), target: action.to.join(', ')};
    case 'http':
      return {
        kind: 'http',
        ...shownLines([
          `${action.method} ${hide(action.url)}`,
          ...(action.body === undefined ? [] : hide(action.body).trimEnd().split('\n')),
        ]),
        ...shownValues(action.headers),
      };
  }
};

/** That a person is at work while it runs: the time is then hands-on. */
export const onTerminal = (action: {
  readonly kind: string;
  readonly interactive?: true;
}): Pick<ShownAction, 'interactive'> => (action.interactive ? {interactive: true} : {});

/** Secrets are hidden in the whole text before: one may go over several lines, and half of one stays when a line is cut. */
const linesIn = (lines: readonly string[], {linesMax, lineBytesMax}: Room): Pick<ShownAction, 'lines'> => ({
  lines: lines.slice(0, linesMax).map(line => clipped(line, lineBytesMax)),
});

type Showing = {readonly hide: Hide; readonly room: Room};

const shownHost = ({on}: {readonly on?: string}, {hide, room}: Showing): Pick<ShownAction, 'on'> =>
  on === undefined ? {} : {on: clipped(hide(on), room.lineBytesMax)};

const valuesIn = (values: {readonly [name: string]: Json}, {hide, room}: Showing): Pick<ShownAction, 'values'> => {
  const shown = Object.entries(values)
    .slice(0, room.valuesMax)
    .map(([name, value]): [string, Json] => [name, shortValue(value, {hide, room})]);
  return shown.length === 0 ? {} : {values: Object.fromEntries(shown)};
};

const shortValue = (value: Json, {hide, room: {valueBytesMax}}: Showing): Json =>
  typeof value !== 'string' && jsonBytes(value) <= valueBytesMax
    ? value
    : clipped(hide(typeof value === 'string' ? value : JSON.stringify(value)), valueBytesMax);

const named = (params: readonly Json[] | {readonly [name: string]: Json}): {readonly [name: string]: Json} =>
  isList(params) ? Object.fromEntries(params.map((value, index) => [`$${index + 1}`, value])) : params;

const isList = (value: readonly Json[] | {readonly [name: string]: Json}): value is readonly Json[] =>
  Array.isArray(value);

/**
 * Only so that a person can tell the words apart: what runs is the argv, no shell ever reads this. What stands for a secret
 * has brackets of its own.
 */
const quoteWord = (word: string): string =>
  /^(?:[\w@%+=:,./-]|\u2039[^\u2039\u203a]*\u203a)+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
