/** What a program reads or a server is sent: a text, or a JSON value whose texts may hold `${…}`. */
import * as z from 'zod';
import {isList, type Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {succeed} from '../../base/result.ts';
import type {Content} from '../action.ts';
import type {Scope} from '../expressions/scope.ts';
import {anyValue} from '../fields.ts';
import {type Reading, type Use, use} from '../reading.ts';
import type {DocumentPath} from '../yaml/document.ts';
import {fillString, fillText} from './text.ts';

// The library gives back what stood in the document, which is JSON; a member that is not there is null.
const jsonValue = anyValue.transform(value => (value ?? null) as Json);

/** `{json: …}`. */
export const jsonContent = z.strictObject({
  json: jsonValue.describe('Any value; `${…}` in its texts inserts values that keep their types.'),
});

type Noted = Omit<Use, 'source' | 'form' | 'gives'>;

/** Notes every text of a content for the rules. */
export const noteContent = (reading: Reading, content: Content, {path, ...noted}: Noted): void => {
  if (typeof content === 'string') {
    use(reading, {...noted, path, source: content, form: 'text', gives: noted.into === 'argv' ? 'words' : 'text'});
    return;
  }
  for (const [at, source] of textsIn(content.json, [...path, 'json'])) {
    use(reading, {...noted, path: at, source, form: 'text', gives: 'anything'});
  }
};

const textsIn = (value: Json | undefined, path: DocumentPath): readonly (readonly [DocumentPath, string])[] => {
  if (typeof value === 'string') {
    return [[path, value]];
  }
  if (isList(value)) {
    return value.flatMap((item, index) => textsIn(item, [...path, index]));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => textsIn(member, [...path, key]))
    : [];
};

/** Fills a content. Within JSON a text that is exactly one `${…}` keeps its type: a list, a map or null are values there. */
export const fillContent = (content: Content, scope: Scope): Result<string> => {
  if (typeof content === 'string') {
    return fillString(content, scope);
  }
  const filled = fillJson(content.json, scope);
  return filled.ok ? succeed(JSON.stringify(filled.value)) : filled;
};

const fillJson = (value: Json, scope: Scope): Result<Json> => {
  if (typeof value === 'string') {
    return fillText(value, scope);
  }
  if (typeof value !== 'object' || value === null) {
    return succeed(value);
  }
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    const filled = fillJson(member ?? null, scope);
    if (!filled.ok) {
      return filled;
    }
    members.push([key, filled.value]);
  }
  return succeed(isList(value) ? members.map(([, member]) => member) : Object.fromEntries(members));
};
