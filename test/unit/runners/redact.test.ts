/** Secrets in what programs print are replaced by their names. */
import {expect, test} from 'vitest';
import {redactor, redactText} from '../../../src/runners/redact.ts';

const password = {name: 'PGPASSWORD', value: 'correct horse/battery'};

test('a secret is replaced by its name, and everything else stays as it was', () => {
  expect(redactText('login with correct horse/battery failed', [password])).toBe(
    'login with ‹secret:PGPASSWORD› failed',
  );
});

test('the usual encodings of a secret are seen', () => {
  const forms = {
    base64: Buffer.from(password.value).toString('base64'),
    hex: Buffer.from(password.value).toString('hex').toUpperCase(),
    uri: encodeURIComponent(password.value),
    form: 'correct+horse%2Fbattery',
    json: String.raw`correct horse\/battery`,
  };

  for (const [encoding, form] of Object.entries(forms)) {
    expect(redactText(`<${form.replace(/=+$/, '')}>`, [password]), encoding).toBe('<‹secret:PGPASSWORD›>');
  }
});

test('a secret inside a longer base64 text is seen at every offset', () => {
  for (const user of ['', 'a', 'ab', 'abc']) {
    const header = Buffer.from(`${user}${password.value}!`).toString('base64');

    expect(redactText(`Authorization: Basic ${header}`, [password])).toContain('‹secret:PGPASSWORD›');
  }
});

test('a secret that is cut by the border of two chunks is seen', () => {
  const stream = redactor([password]);

  const seen = ['the password is correct ho', 'rse/batt', 'ery.'].map(text => stream.push(Buffer.from(text)));

  expect(Buffer.concat([...seen, stream.end()]).toString()).toBe('the password is ‹secret:PGPASSWORD›.');
});

test('only what may be the beginning of a secret is held back', () => {
  const stream = redactor([password]);

  expect(stream.push(Buffer.from('restored 40 %\n')).toString()).toBe('restored 40 %\n');
  expect(stream.push(Buffer.from('all is corr')).toString()).toBe('all is ');
  expect(stream.push(Buffer.from('upt')).toString()).toBe('corrupt');
});

test('each line of a key is a secret of its own', () => {
  const key = {name: 'DEPLOY_KEY', value: '-----BEGIN KEY-----\nMIIBOgIBAAJBAKj34Gky\n-----END KEY-----\n'};

  expect(redactText('  MIIBOgIBAAJBAKj34Gky', [key])).toBe('  ‹secret:DEPLOY_KEY›');
});

test('of two secrets that begin alike the longer one is seen', () => {
  const secrets = [
    {name: 'SHORT', value: 'swordfish'},
    {name: 'LONG', value: 'swordfish-2026'},
  ];
  const stream = redactor(secrets);
  const seen = [stream.push(Buffer.from('swordfish')), stream.push(Buffer.from('-2026 swordfish.')), stream.end()];

  expect(Buffer.concat(seen).toString()).toBe('‹secret:LONG› ‹secret:SHORT›.');
});

test('a letter outside ASCII survives being cut in two by a chunk', () => {
  const stream = redactor([password]);
  const bytes = Buffer.from('Größe: 4 €\n');
  const seen = Array.from(bytes, byte => stream.push(Buffer.from([byte])));

  expect(Buffer.concat([...seen, stream.end()]).toString()).toBe('Größe: 4 €\n');
});

test('an empty secret hides nothing', () => {
  expect(redactText('nothing to hide', [{name: 'EMPTY', value: ''}])).toBe('nothing to hide');
});
