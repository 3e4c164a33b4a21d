/** No supported form of a secret gets through the redactor, however the stream is cut. */
import {appendFileSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {inputSecrets} from '../../src/engine/secrets/secrets.ts';
import {heldBackOutput} from '../../src/runners/held-back.ts';
import {redactor, redactText} from '../../src/runners/redact.ts';
import {casesOf} from '../support/case-count.ts';
import {input, runbookOf} from '../support/model.ts';

/** How often each property is tried; with CI=true more than 20,000 times together. */
const runs = {
  encoded: casesOf({sample: 400, full: 12_000}),
  lines: casesOf({sample: 200, full: 2_000}),
  places: casesOf({sample: 300, full: 2_000}),
  heldBack: casesOf({sample: 100, full: 1_000}),
  pieces: casesOf({sample: 400, full: 2_000}),
  again: casesOf({sample: 500, full: 2_000}),
};

const encodings: {readonly [name: string]: (value: string) => string} = {
  raw: value => value,
  base64: value => Buffer.from(value).toString('base64'),
  base64url: value => Buffer.from(value).toString('base64url'),
  'base64 of user:secret': value => Buffer.from(`u:${value}`).toString('base64'),
  'base64 of name=secret': value => Buffer.from(`x=1;${value};`).toString('base64'),
  hex: value => Buffer.from(value).toString('hex'),
  'upper-case hex': value => Buffer.from(value).toString('hex').toUpperCase(),
  JSON: value => JSON.stringify(value),
  'ASCII JSON': value =>
    JSON.stringify(value).replaceAll(
      /[\u007f-\uffff]/g,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  URI: value => encodeURIComponent(value),
  XML: value =>
    value.replaceAll(/[&<>"']/g, sign => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[sign] ?? '&apos;'),
  'quoted for a shell': value => `'${value.replaceAll("'", `'\\''`)}'`,
  'base64url of user:secret': value => Buffer.from(`u:${value}`).toString('base64url'),
  form: value => new URLSearchParams({v: value}).toString(),
};

const withDatabase = runbookOf([], {inputs: input('database', 'connection')});

const secret = fc
  .string({minLength: 6, maxLength: 40, unit: 'grapheme'})
  .filter(value => value.trim() === value && value.isWellFormed() && new Set(value).size > 3);

/** Text that cannot itself be a part of a secret, so that what is left over is leaked. */
const around = fc.stringMatching(/^[\n §]{0,12}$/);

const shownSecret = fc.record({
  value: secret,
  encoding: fc.constantFrom(...Object.keys(encodings)),
  before: around,
  after: around,
  cuts: fc.array(fc.nat({max: 30}), {minLength: 1, maxLength: 20}),
});

test('a random secret in a random encoding, cut anywhere, leaks in no supported form', () => {
  fc.assert(
    fc.property(shownSecret, ({value, encoding, before, after, cuts}) => {
      const shown = encodings[encoding]?.(value) ?? '';
      const seen = through(Buffer.from(`${before}${shown}${after}`), value, cuts);

      expect(seen).toContain('‹secret:S›');
      expect(seen).not.toContain(value);
      // Around a secret in base64 stand characters that hold bits of its neighbours too.
      expect(seen.length - '‹secret:S›'.length).toBeLessThanOrEqual(before.length + after.length + 16);
    }),
    {numRuns: runs.encoded},
  );
});

test('a secret of several lines leaks no line of it, whatever is printed between them and wherever the stream is cut', () => {
  const keyLine = fc.stringMatching(/^[A-Za-z0-9+/]{12,64}$/).filter(line => new Set(line).size > 6);
  fc.assert(
    fc.property(
      fc.array(keyLine, {minLength: 2, maxLength: 6}),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat({max: 30}), {minLength: 1, maxLength: 20}),
      (lines, lineFeed, cuts) => {
        const printed = lines.map(line => `§ ${line} §`).join('\n');
        const seen = through(Buffer.from(printed), `${lines.join(lineFeed)}${lineFeed}`, cuts);

        expect(seen).toBe(lines.map(() => '§ ‹secret:S› §').join('\n'));
      },
    ),
    {numRuns: runs.lines},
  );
});

test('a password that is a part of its host is hidden in every place and encoding of a password, and the host can be read', () => {
  const word = fc.stringMatching(/^[a-z]{6,12}$/);
  const places: readonly ((password: string) => string)[] = [
    password => `postgresql://app:${password}@`,
    password => `host=db-1 user=app password=${password} `,
    password => `PGPASSWORD=${password} psql`,
    password => `alter role app password '${password}'`,
    password => `{"user": "app", "password": "${password}"}`,
  ];
  fc.assert(
    fc.property(
      word,
      fc.constantFrom(...places),
      fc.constantFrom(...Object.keys(encodings)),
      (password, place, encoding) => {
        const host = `${password}.example.com`;
        const secrets = inputSecrets(withDatabase, {database: `postgresql://app:${password}@${host}/shop`});
        const shown = encodings[encoding]?.(place(password)) ?? '';

        expect(redactText(shown, secrets)).toContain('‹secret:database.password›');
        expect(redactText(`type ${host}`, secrets)).toBe(`type ${host}`);
      },
    ),
    {numRuns: runs.places},
  );
});

test('a secret that its own program prints is in no byte of what is kept and shown, in whatever pieces it came', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-redact-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(shownSecret, fc.boolean(), async ({value, encoding, before, after, cuts}, onStderr) => {
      count += 1;
      const [out, err] = [join(directory, `log_in#${count}.out`), join(directory, `log_in#${count}.err`)];
      const log = {path: join(directory, `log_in#${count}.log`), file: `output/log_in#${count}.log`};
      const output = heldBackOutput(
        {out, err, log, secrets: []},
        {streams: ['stdout'], secretsIn: () => [{name: 'S', value}]},
      );
      appendFileSync(out, `${value}\n`);
      const shown = Buffer.from(`${before}${encodings[encoding]?.(value) ?? ''}${after}`);
      for (const piece of piecesOf(shown, cuts)) {
        appendFileSync(onStderr ? err : out, piece);
        output.read();
        expect(output.lines().join('')).toBe('‹held back until its secrets are known›');
      }
      await output.finish();

      for (const seen of [readFileSync(log.path, 'utf8'), output.lines().join('\n')]) {
        expect(seen.split('‹secret:S›').length).toBeGreaterThan(2);
        expect(seen).not.toContain(value);
      }
    }),
    {numRuns: runs.heldBack},
  );
});

test('cutting a stream changes nothing: chunks give what the whole text gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('abcabc', 'abcab', 'cabcabc', 'ab', 'c', ' '), {maxLength: 30}),
      fc.array(fc.nat({max: 9}), {minLength: 1, maxLength: 20}),
      (pieces, cuts) => {
        const text = pieces.join('');

        expect(through(Buffer.from(text), 'abcabcab', cuts)).toBe(redactText(text, [{name: 'S', value: 'abcabcab'}]));
      },
    ),
    {numRuns: runs.pieces},
  );
});

test('a text that went through once is not changed again, and holds no secret outside of its masks', () => {
  const word = fc.oneof(
    fc.constantFrom('secret', 'password', 'db.password', 'secretsecret'),
    fc.stringMatching(/^[a-z]{4,8}$/),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({name: word, value: word}), {minLength: 1, maxLength: 4, selector: ({name}) => name}),
      fc.array(fc.oneof(word, fc.constantFrom(' ', '‹', '›', '‹secret:', ':')), {maxLength: 12}),
      (secrets, pieces) => {
        const text = [...pieces, ...secrets.map(({value}) => value)].join('');
        const once = redactText(text, secrets);

        expect(redactText(once, secrets)).toBe(once);
        const masks = secrets.map(({name}) => `‹secret:${name}›`);
        const left = [...masks, '‹secret:'].reduce((rest, mask) => rest.replaceAll(mask, '\n'), once);
        expect(secrets.filter(({value}) => left.includes(value))).toEqual([]);
      },
    ),
    {numRuns: runs.again},
  );
});

test('together that is as many cases as the issue asks for', () => {
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0);
  expect(all).toBeGreaterThanOrEqual(casesOf({sample: 1_900, full: 20_000}));
});

const through = (bytes: Buffer, value: string, cuts: readonly number[]): string => {
  const stream = redactor([{name: 'S', value}]);
  const seen = piecesOf(bytes, cuts).map(piece => stream.push(piece));
  return Buffer.concat([...seen, stream.end()]).toString('utf8');
};

const piecesOf = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const pieces: Buffer[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const to = from + 1 + (cuts[turn % cuts.length] ?? 0);
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
};
