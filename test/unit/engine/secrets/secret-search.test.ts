/** Many forms are looked for at once, whatever their length. */
import {expect, test} from 'vitest';
import {hiding} from '../../../../src/engine/secrets/redact.ts';
import {searchFor} from '../../../../src/engine/secrets/secret-search.ts';
import {redactText} from '../../../../src/runners/redact.ts';

test('the first place counts, and at one place the longer form', () => {
  const search = searchFor(['tuna', 'tuna melt', 'melt']);
  expect(search('a tuna melt', 0)).toEqual({index: 2, form: 'tuna melt'});
  expect(search('a tuna melt', 3)).toEqual({index: 7, form: 'melt'});
  expect(search('bread', 0)).toBeNull();
});

test('forms that begin alike for a long way are told apart at their end', () => {
  const line = 'k'.repeat(100);
  const search = searchFor([`${line}1`, `${line}22`, line.slice(0, 80)]);
  expect(search(`x${line}22`, 0)).toEqual({index: 1, form: `${line}22`});
  expect(search(`x${line.slice(0, 90)}`, 0)).toEqual({index: 1, form: line.slice(0, 80)});
  expect(search(line.slice(0, 79), 0)).toBeNull();
});

test('a secret of the length of a key file is hidden, as it is and encoded', () => {
  const lines = Array.from({length: 400}, (_line, index) => `${index}-${'Zm9v/+'.repeat(10)}`);
  const key = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
  expect(key.length).toBeGreaterThan(16_384);
  const secrets = [{name: 'key', value: key}];
  const encoded = Buffer.from(key).toString('base64');
  for (const hide of [hiding(secrets), (text: string) => redactText(text, secrets)]) {
    expect(hide(`got ${key} here`)).toBe('got ‹secret:key› here');
    expect(hide(`got ${encoded}`)).not.toContain(encoded.slice(1000, 1100));
    expect(hide(`one line ${lines[7]} of it`)).toBe('one line ‹secret:key› of it');
  }
});
