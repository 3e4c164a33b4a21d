/** A dump goes by in pieces of any size: rows are counted, lines are seen whole, and only what is left out is missing. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {throughStatements} from '../../../../src/backup/dumps/dump-statements.ts';

const dump = `--
-- PostgreSQL database dump
--
\\restrict abc
CREATE TABLE public.orders (id integer);
COPY public.orders (id, note) FROM stdin;
1\tCOPY public.orders (id) FROM stdin;
2\t\\restrict abc
3\tÄpfel\\nund Birnen
\\.

COPY public.events FROM stdin;
\\.
-- PostgreSQL database dump complete
\\unrestrict abc
`;

async function* inPieces(text: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.subarray(at, at + size);
    at += size;
  }
}

const goThrough = async (text: string, sizes: readonly number[]) => {
  const lines: string[] = [];
  const rows: [string, number][] = [];
  const kept: Buffer[] = [];
  const watcher = {
    onComment: (line: string) => void lines.push(line),
    onStatement: ({text}: {readonly text: string}) => void lines.push(text) === undefined,
    onCommand: (text: string) => void lines.push(text) !== undefined,
    onRows: (table: string, count: number) => void rows.push([table, count]),
  };
  for await (const piece of throughStatements(inPieces(Buffer.from(text), sizes), watcher)) {
    kept.push(piece);
  }
  return {lines, rows, kept: Buffer.concat(kept).toString('utf8')};
};

test('rows are counted by table, whatever they look like, and are no lines of SQL', async () => {
  const {rows, lines} = await goThrough(dump, [1_000]);
  expect(rows).toEqual([
    ['public.orders', 3],
    ['public.events', 0],
  ]);
  expect(lines.filter(line => /Äpfel|^\d/.test(line))).toEqual([]);
});

test('what is left out is gone, and every other byte is as it was, wherever the pieces are cut', async () => {
  const whole = await goThrough(dump, [dump.length * 2]);
  expect(whole.kept).toBe(dump.replace(/^\\(un)?restrict abc\n/gm, ''));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({min: 1, max: 40}), {minLength: 1, maxLength: 12}), async sizes => {
      expect(await goThrough(dump, sizes)).toEqual(whole);
    }),
  );
});

test('a last line without an end is a line too', async () => {
  expect((await goThrough('select 1;\n-- cut off', [4])).lines).toEqual(['select 1;', '-- cut off']);
});

test("lines of a function or a text are nobody's to leave out, and begin no rows", async () => {
  const made = `CREATE FUNCTION public.note() RETURNS text LANGUAGE sql AS $_$
\\restrict abc
COPY public.orders (id) FROM stdin;
$_$;`;
  const text = `${made}\nselect 1;\n`;
  expect(await goThrough(text, [7])).toEqual({lines: [made, 'select 1;'], rows: [], kept: text});
});

test('rows end as psql ends them, also where lines end with a carriage return', async () => {
  const text = 'COPY public.orders FROM stdin;\r\n1\r\n\\.\r\nDROP DATABASE shop;\r\n';
  const {rows, lines} = await goThrough(text, [5]);
  expect(rows).toEqual([['public.orders', 1]]);
  expect(lines.at(-1)).toBe('DROP DATABASE shop;');
});

test('rows that would begin on another line than the next are refused', async () => {
  await expect(goThrough('COPY public.orders FROM stdin; select 1;\n1\n\\.\n', [9])).rejects.toThrow(/rows of a COPY/);
});

test('a statement that is never ended is one too, because psql sends it at the end', async () => {
  expect((await goThrough('select 1;\nDROP DATABASE shop', [6])).lines).toEqual(['select 1;', 'DROP DATABASE shop\n']);
});
