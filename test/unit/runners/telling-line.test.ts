/** Which line of standard error says why a program failed. */
import {expect, test} from 'vitest';
import {tellingLine} from '../../../src/runners/telling-line.ts';

const said: readonly (readonly [what: string, text: string, told: string])[] = [
  [
    'psql, with a hint behind',
    'psql: error: connection to server at "db", port 5432 failed: Connection refused\n\tIs the server running on that host?\nTry "psql --help" for more.\n',
    'psql: error: connection to server at "db", port 5432 failed: Connection refused',
  ],
  [
    'psql, with the place in the statement',
    'psql:fix.sql:3: ERROR:  relation "payments" does not exist\nLINE 1: select * from payments\n                      ^\n',
    'psql:fix.sql:3: ERROR:  relation "payments" does not exist',
  ],
  [
    'PostgreSQL, with details that name failures themselves',
    'ERROR:  permission denied for table payments\nDETAIL:  The check failed.\nHINT:  Grant what was refused.\n',
    'ERROR:  permission denied for table payments',
  ],
  [
    'pg_restore, with a count of what was ignored',
    'pg_restore: error: could not execute query: ERROR:  role "app" does not exist\nCommand was: ALTER TABLE failed_payments OWNER TO app;\n\npg_restore: warning: errors ignored on restore: 1\n',
    'pg_restore: error: could not execute query: ERROR:  role "app" does not exist',
  ],
  [
    'pgbackrest, with the end of its record behind',
    'P00  ERROR: [055]: unable to load info file\nP00   INFO: restore command end: aborted with exception [055]\n',
    'P00  ERROR: [055]: unable to load info file',
  ],
  [
    'git, with advice behind',
    'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n',
    'fatal: Could not read from remote repository.',
  ],
  [
    'ssh, with a warning before',
    "Warning: Permanently added 'db' to the list of known hosts.\nops@db: Permission denied (publickey).\n",
    'ops@db: Permission denied (publickey).',
  ],
  [
    'Python, by the end of its traceback',
    'error: first try failed\nTraceback (most recent call last):\n  File "move.py", line 3, in <module>\n    raise KeyError(1)\nKeyError: 1\n',
    'KeyError: 1',
  ],
  [
    'Python, whatever the exception is called, with more of its text behind',
    'Traceback (most recent call last):\n  File "move.py", line 3, in <module>\npsycopg2.errors.UndefinedTable: payments\nLINE 1: select 1 from payments\n',
    'psycopg2.errors.UndefinedTable: payments',
  ],
  [
    'Node, with its version behind',
    "move.js:1\nthrow new TypeError('no rows')\n^\n\nTypeError: no rows\n    at Object.<anonymous> (move.js:1:7)\n\nNode.js v24.1.0\n",
    'TypeError: no rows',
  ],
  ['a progress bar, by its last state', '10 %\r50 %\rerror: disk full\n', 'error: disk full'],
  ['several errors, by the last', 'error: one\nerror: two\nSee the manual.\n', 'error: two'],
  ['no error that there was', 'disk is full\n3 steps, 0 failed, no error\n', '3 steps, 0 failed, no error'],
  ['no word of an error', 'moving\ndisk is full\n', 'disk is full'],
  ['only what is indented', '  disk is full\n', 'disk is full'],
  ['nothing', '\n \n', ''],
];

test.each(said)('%s', (_what, text, told) => {
  expect(tellingLine(text)).toBe(told);
});

test('much text with no end of a line is looked through in no time worth naming', () => {
  expect(tellingLine('x'.repeat(131_072))).toHaveLength(131_072);
  expect(tellingLine('no '.repeat(40_000)).length).toBeGreaterThan(100_000);
});
