/** SQL read as psql reads it: what stands in a quote, a comment or the body of a function is no statement. */
import {expect, test} from 'vitest';
import {scanSql} from '../../../../src/backup/dumps/scan-sql.ts';

/** Each statement as its tokens between blanks, and each command of psql. */
const seen = (text: string, isPlain = true): readonly string[] => {
  const scan = scanSql();
  scan.setPlainBackslash(isPlain);
  const found: string[] = [];
  let tokens: string[] = [];
  for (const line of text.split('\n')) {
    scan.throughLine(line, {
      onToken: token => void tokens.push(token),
      onEnd: () => {
        found.push(tokens.join(' '));
        tokens = [];
      },
      onCommand: said => {
        found.push(said);
        return line.length;
      },
    });
  }
  return tokens.length > 0 ? [...found, `${tokens.join(' ')} …`] : found;
};

test.each([
  [
    'the body of a function',
    "CREATE FUNCTION f() AS $_$\nDROP DATABASE shop; it's\n$_$;\nselect 1;",
    'create function f ( ) as $',
  ],
  ['a tag in another', '$a$\n$b$ $$\n$a$;\nselect 1;', '$'],
  ['a string', "VALUES ('one\n\\connect shop\n''quoted'' two');\nselect 1;", "values ( ' 'quoted' ' two' )"],
  ['a string with escapes', "E'it\\'s\n'' open\\\\';\nselect 1;", "'it\\'"],
  ['a string that goes on behind the line', "E'one' -- more\n 'it\\'s; drop';\nselect 1;", "'one' 'it\\'"],
  ['a name', 'TABLE "two\nlines; x";\nselect 1;', 'table "'],
  ['a comment in a comment', '/* one; /* two\n*/ still;\n*/ x;\nselect 1;', 'x'],
  [
    'an SQL body of a function',
    'CREATE FUNCTION f() BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 END;\n SELECT 2;\nEND;\nselect 1;',
    null,
  ],
  ['parentheses', 'CREATE RULE r DO (insert a;\n insert b);\nselect 1;', null],
])('%s ends with itself', (_, text, first) => {
  const all = seen(text);
  expect(all).toHaveLength(2);
  expect(all.at(-1)).toBe('select 1');
  expect(all[0]).toEqual(first ?? expect.any(String));
});

test.each([
  ["-- it's a comment\nselect 1;", ['select 1']],
  ["select '\\';\nselect 1;", ["select '\\'", 'select 1']],
  ['select a$b$c, price$ from shop;\nselect 1;', ['select a$b$c , price$ from shop', 'select 1']],
  ["select 'a' || \"b'\" || $$'$$;\nselect 1;", ["select 'a' | | \"b'\" | | $", 'select 1']],
  ['select 1$a$;\n$a$;', ['select 1 $']],
  ['-- one\rdrop database shop;', ['drop database shop']],
  ['select 1 \\; drop database shop;', ['select 1', 'drop database shop']],
  ['drop \\r', ['\\r', 'drop']],
  ["\\! echo 'open\nselect 1;", ["\\! echo 'open", 'select 1']],
])('%s', (text, all) => {
  expect(seen(text)).toEqual(all);
});

test('a backslash may be one in every string', () => {
  expect(seen("select 'it\\'s';\nselect 1;", false)).toEqual(["select 'it\\'", 'select 1']);
});

test('letters of other languages are part of a word, and stay as they are', () => {
  const bytes = Buffer.from('select ÄRGER from Straße;').toString('latin1');
  expect(seen(bytes).map(one => Buffer.from(one, 'latin1').toString('utf8'))).toEqual(['select Ärger from straße']);
});
