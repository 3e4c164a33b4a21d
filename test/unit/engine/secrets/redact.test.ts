/** Secrets in texts that are recorded. */
import {expect, test} from 'vitest';
import {hiding} from '../../../../src/engine/secrets/redact.ts';
import {searchFor} from '../../../../src/engine/secrets/secret-search.ts';

const hide = hiding([
  {name: 'password', value: 'p"ss/wörd'},
  {name: 'longer', value: 'p"ss/wörd-2'},
  {name: 'empty', value: ''},
  {name: 'pin', value: '42'},
]);

test('a secret is replaced by its name, the longer one where two fit', () => {
  expect(hide('got p"ss/wörd and p"ss/wörd-2')).toBe('got ‹secret:password› and ‹secret:longer›');
});

test('a secret is found in the usual encodings', () => {
  const encoded = [
    JSON.stringify({is: 'p"ss/wörd'}),
    encodeURIComponent('p"ss/wörd'),
    Buffer.from('p"ss/wörd').toString('hex'),
    Buffer.from('app:p"ss/wörd').toString('base64'),
    'p&quot;ss/wörd',
  ];
  for (const text of encoded) {
    expect(hide(`seen ${text}`)).toContain('‹secret:password›');
  }
});

test('a secret with a line feed is found line by line too', () => {
  const pem = hiding([{name: 'key', value: 'BEGIN KEY\nabcdefgh\n'}]);
  expect(pem('line: abcdefgh')).toBe('line: ‹secret:key›');
});

test('a short secret is looked for as it is, an empty one not at all', () => {
  expect(hide('42 rows, 0x3432')).toBe('‹secret:pin› rows, 0x3432');
});

test('without secrets nothing changes, and signs of patterns are no signs', () => {
  expect(hiding([])('a+b')).toBe('a+b');
  expect(hiding([{name: 'odd', value: 'a+b(c)[d]'}])('a+b(c)[d] aab')).toBe('‹secret:odd› aab');
});

test('a secret that is a word of a mask leaves masks as they are, and is hidden everywhere else', () => {
  const named = hiding([
    {name: 'db.password', value: 'secret'},
    {name: 'token', value: 'password'},
  ]);
  const once = named('select secret, password from users');
  expect(once).toBe('select ‹secret:db.password›, ‹secret:token› from users');
  expect(named(once)).toBe(once);
  // The mask of what nobody knows yet keeps its beginning; what stands in it is a text like any other.
  expect(named('‹secret:other› ‹secret:secret›')).toBe('‹secret:other› ‹secret:‹secret:db.password››');
});

test('what only looks like a mask hides no secret', () => {
  const hideKey = hiding([{name: 'key', value: 'key›tail'}]);
  expect(hideKey('‹secret:key›tail')).toBe('‹secret:‹secret:key›');
  expect(hiding([{name: 'pin', value: 'secret:hunter2'}])('‹secret:hunter2›')).toBe('‹‹secret:pin››');
});

test('a secret that begins in a mask is found up to its last letter behind it', () => {
  const value = 'key›and-a-long-tail-of-it';
  expect(hiding([{name: 'key', value}])(`‹secret:${value}‹secret:${value}`)).toBe(
    '‹secret:‹secret:key›‹secret:‹secret:key›',
  );
});

test('masks without a secret behind them take no more time each, however many they are', () => {
  const lettersFor = (masks: number): number => {
    let letters = 0;
    const counted: typeof searchFor = forms => {
      const search = searchFor(forms);
      return (text, from) => {
        const found = search(text, from);
        letters += (found?.index ?? text.length) - from + 1;
        return found;
      };
    };
    const text = '‹secret:token› '.repeat(masks);
    expect(hiding([{name: 'token', value: 'hunter-hunter'}], counted)(text)).toBe(text);
    return letters;
  };

  expect(lettersFor(2_000)).toBeLessThan(3 * lettersFor(1_000));
});
