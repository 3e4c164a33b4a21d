/** Texts whose values are only partly there: what exists later is written `‹steps.restore.outputs.side›` in its place. */
import type {Json} from '../../base/canonical-json.ts';
import type {Action, Content, Text} from '../action.ts';
import type {Part} from '../expressions/partly-told.ts';
import type {Expression} from '../runbook.ts';
import {parseText} from './text.ts';

/** How much of an expression can be told. */
export type Opening = (expression: Expression) => Part;

/** What stands where a value will be. */
export const placeholder = (expression: Expression): string => `‹${expression.trim()}›`;

/** The same text with what cannot be told yet spelled out; a text that can be told as a whole stays the very same. */
export const openText = (text: Text, opening: Opening): Text => {
  const parts = parseText(text);
  if (!parts.ok) {
    return text;
  }
  let opened = '';
  let isOpen = false;
  for (const part of parts.value) {
    if ('literal' in part) {
      opened += escaped(part.literal);
      continue;
    }
    const told = opening(part.expression);
    isOpen ||= told.is === 'open' || told.expression !== part.expression;
    opened += told.is === 'told' ? `\${${told.expression}}` : escaped(placeholder(told.expression));
  }
  return isOpen ? opened : text;
};

/** An action with all its texts; the very same one where everything can be told. */
export const openAction = (action: Action, opening: Opening): Action => {
  const opened = opensTexts(action, text => openText(text, opening));
  return JSON.stringify(opened) === JSON.stringify(action) ? action : opened;
};

type Change = (text: Text) => Text;

const opensTexts = (action: Action, change: Change): Action => {
  switch (action.kind) {
    case 'command':
      return {
        ...action,
        run: action.run.map(word => changeContent(word, change)),
        env: changeAll(action.env, change),
        ...(action.cwd !== undefined && {cwd: change(action.cwd)}),
        ...(action.stdin !== undefined && {stdin: changeContent(action.stdin, change)}),
        ...(action.connection !== undefined && {connection: change(action.connection)}),
        ...(action.on !== undefined && {on: change(action.on)}),
      };
    case 'script':
      return {
        ...action,
        env: changeAll(action.env, change),
        ...(action.on !== undefined && {on: change(action.on)}),
      };
    case 'sql':
      return {
        ...action,
        connection: change(action.connection),
        params: isList(action.params) ? action.params.map(change) : changeAll(action.params, change),
      };
    case 'http':
      return {
        ...action,
        url: change(action.url),
        query: changeAll(action.query, change),
        headers: changeAll(action.headers, change),
        ...(action.body !== undefined && {body: changeContent(action.body, change)}),
      };
    case 'notify':
      return {...action, text: change(action.text)};
  }
};

const changeAll = (texts: {readonly [name: string]: Text}, change: Change): {readonly [name: string]: Text} =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));

const changeContent = (content: Content, change: Change): Content =>
  typeof content === 'string' ? change(content) : {json: changeJson(content.json, change)};

const changeJson = (value: Json, change: Change): Json => {
  if (typeof value === 'string') {
    return change(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return isJsonList(value)
    ? value.map(item => changeJson(item, change))
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, changeJson(member ?? null, change)]));
};

/** So that a reader of the text takes it for letters. A replacement that is text would be read for `$$` itself. */
const escaped = (letters: string): string => letters.replaceAll('${', () => '$${');

const isList = (value: readonly Text[] | {readonly [name: string]: Text}): value is readonly Text[] =>
  Array.isArray(value);

const isJsonList = (value: Json): value is readonly Json[] => Array.isArray(value);
