/** Whatever a dump is dressed in: what reaches beyond its database is left out, and data that only looks like it is not. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {watchDump} from '../../src/backup/dumps/dump-facts.ts';
import {throughStatements} from '../../src/backup/dumps/dump-statements.ts';
import {casesOf} from '../support/case-count.ts';

/** Words of a statement, between which anything may stand that SQL passes over. */
const forbidden: readonly (readonly string[])[] = [
  ['DROP', 'DATABASE', 'shop'],
  ['DROP', 'DATABASE', 'IF', 'EXISTS', '"shop"'],
  ['CREATE', 'DATABASE', 'shop', 'WITH', 'TEMPLATE', '=', 'template0'],
  ['ALTER', 'DATABASE', 'shop', 'SET', 'search_path', 'TO', "'it''s; own'"],
  ['GRANT', 'CONNECT', ',', 'TEMPORARY', 'ON', 'DATABASE', 'shop', 'TO', 'app'],
  ['ALTER', 'ROLE', 'app', 'IN', 'DATABASE', 'shop', 'SET', 'work_mem', 'TO', "'1GB'"],
  ['ALTER', 'SYSTEM', 'SET', 'archive_command', '=', "E'it\\'s; true'"],
  ['CREATE', 'ROLE', '"in; truder"', 'SUPERUSER', 'PASSWORD', "'x;y'"],
  ['ALTER', 'USER', 'postgres', 'WITH', 'PASSWORD', '$p$a;b$p$'],
  ['GRANT', 'pg_execute_server_program', 'TO', 'app'],
  ['COPY', 'public', '.', 'orders', '(', 'id', ',', '"note"', ')', 'FROM', 'PROGRAM', "'curl; true'"],
  ['COPY', '(', 'SELECT', "'a'", 'FROM', 'stdin', ')', 'TO', 'PROGRAM', "E'sh\\'; x'"],
  ['COPY', 'orders', 'TO', "'/etc/cron.d/own'"],
  ['DROP', 'ROLE', 'app'],
  ['REASSIGN', 'OWNED', 'BY', 'app', 'TO', 'intruder'],
  ['LOAD', "'intruder'"],
  ['DO', '$do$ begin; end $do$'],
  ['RESET', 'ALL'],
];

const gap = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom(' ', '\n', '\t', '\r\n', '\n\n  ')},
  fc.constantFrom(
    '/* ; */',
    '/* it\'s "one" $$ */',
    '/* a /* nested; */ b */',
    '/*\nCOPY public.orders FROM stdin;\n*/',
    "-- to its end; it's\n",
    "--'\n",
    '--\r',
    '\n-- $$ /* \n',
  ),
);

/** The same letters in another case, outside of quotes. */
const cased = (word: string): fc.Arbitrary<string> =>
  /^[A-Za-z_]+$/.test(word)
    ? fc
        .array(fc.boolean(), {minLength: word.length, maxLength: word.length})
        .map(ups =>
          [...word].map((letter, at) => (ups[at] === true ? letter.toUpperCase() : letter.toLowerCase())).join(''),
        )
    : fc.constant(word);

const dressed = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.tuple(...words.map(cased)), fc.array(gap, {minLength: words.length, maxLength: words.length}))
    .map(([said, gaps]) => said.map((word, at) => `${word}${gaps[at]}`).join(''));

/** What a forbidden statement may look like where it is none. */
const looksLike = fc.oneof(
  fc.constantFrom('\\connect other', '\\restrict x', 'ALTER SYSTEM RESET ALL;'),
  fc
    .constantFrom(...forbidden)
    .chain(dressed)
    .map(text => `${text};`),
);
const inLiteral = (text: string): string => text.replaceAll("'", "''");
const inRow = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

const harmless: fc.Arbitrary<string> = looksLike.chain(text =>
  fc.oneof(
    dressed(['COPY', 'public', '.', '"Order Lines"', '(', 'id', ')', 'FROM', 'stdin']).map(
      copy => `${copy};\n${inRow(text)}\nCOPY x FROM stdin;\n\\.\n`,
    ),
    fc.constant(`INSERT INTO public.notes VALUES (1, '${inLiteral(text)}');\n`),
    fc.constant(
      `SELECT E'it\\'s ${inLiteral(text).replaceAll('\\', '\\\\')}'\n  ' \\'; ${inLiteral(text).replaceAll('\\', '\\\\')}';\n`,
    ),
    fc.constant(`COMMENT ON TABLE public.notes IS '${inLiteral(text)}';\n`),
    fc.constant(`CREATE FUNCTION f() RETURNS text AS $own$\n${text}\n$own$ LANGUAGE sql;\n`),
    fc.constant(`CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT '${inLiteral(text)}'; END;\n`),
    fc.constant(`CREATE TABLE "${text.replaceAll('"', '""')}" (id int);\n`),
    fc.constant(`-- ${text.replaceAll(/[\r\n]/g, ' ')}\n`),
    fc.constant(`/* ${text.replaceAll(/[*/]/g, ' ')} */ SELECT 1;\n`),
    fc.constant("SELECT 'C:\\';\n"),
  ),
);

type Piece = {readonly text: string; readonly isForbidden: boolean};

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc
    .constantFrom(...forbidden)
    .chain(dressed)
    .map(text => ({text: `${text};\n`, isForbidden: true})),
  harmless.map(text => ({text, isForbidden: false})),
);

async function* inPieces(text: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.subarray(at, at + size);
    at += size;
  }
}

const blanks = (text: string): string => text.replaceAll(/\s+/g, '');

test('what is forbidden is left out however it is split, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, {minLength: 1, maxLength: 8}),
      fc.array(fc.integer({min: 1, max: 90}), {minLength: 1, maxLength: 6}),
      async (pieces, sizes) => {
        const {watcher, facts} = watchDump();
        const kept: Buffer[] = [];
        const whole = Buffer.from(pieces.map(({text}) => text).join(''));
        for await (const part of throughStatements(inPieces(whole, sizes), watcher)) {
          kept.push(part);
        }
        const wanted = pieces.filter(({isForbidden}) => !isForbidden).map(({text}) => text);
        expect(blanks(Buffer.concat(kept).toString('utf8'))).toBe(blanks(wanted.join('')));
        const {beyond, ofDatabase} = facts();
        const told = Object.values(beyond).reduce((sum, count) => sum + count, 0) + ofDatabase.length;
        expect(told).toBe(pieces.length - wanted.length);
      },
    ),
    {numRuns: casesOf({sample: 300, full: 5_000})},
  );
});
