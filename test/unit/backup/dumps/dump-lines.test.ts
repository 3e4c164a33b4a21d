/** A dump goes by in pieces of any size: rows are counted, lines are seen whole, and only what is left out is missing. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {throughLines} from '../../../../src/backup/dumps/dump-lines.ts';

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
    onLine: (line: string) => {
      lines.push(line);
      return !/^\\(un)?restrict /.test(line);
    },
    onRows: (table: string, count: number) => void rows.push([table, count]),
  };
  for await (const piece of throughLines(inPieces(Buffer.from(text), sizes), watcher)) {
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
  const text = `CREATE FUNCTION public.note() RETURNS text LANGUAGE sql AS $_$
\\restrict abc
COPY public.orders (id) FROM stdin;
$_$;
select 1;
`;
  expect(await goThrough(text, [7])).toEqual({
    lines: ['CREATE FUNCTION public.note() RETURNS text LANGUAGE sql AS $_$', 'select 1;'],
    rows: [],
    kept: text,
  });
});
