/** The command line of a server, read back so that it can be started in the same way. */
import {expect, test} from 'vitest';
import {wordsOfOptsFile, wordsOfProcess} from '../../../src/postgres/server-words.ts';

const program = '/usr/lib/postgresql/15/bin/postgres';

test('a running server tells its words exactly', () => {
  const line = [program, '-D', '/srv/pg', '-c', 'archive_command=cp "%p" "/srv/wal/%f"', '-p', '5433'];
  expect(wordsOfProcess(`${line.join('\0')}\0`, '/srv/pg')).toEqual({
    program,
    options: ['-c', 'archive_command=cp "%p" "/srv/wal/%f"', '-p', '5433'],
  });
});

test('the file that a stopped one leaves is read back, also where values hold quotes', () => {
  const text = `${program} "-D" "/srv/pg" "-c" "archive_command=cp "%p" "/srv/wal/%f"" "-k" "/run/my pg" "--port=5433"\n`;
  expect(wordsOfOptsFile(text, '/srv/pg')).toEqual({
    program,
    options: ['-c', 'archive_command=cp "%p" "/srv/wal/%f"', '-k', '/run/my pg', '--port=5433'],
  });
});

test('a configuration directory that is not the data directory stays named', () => {
  expect(
    wordsOfOptsFile(`${program} "-D" "/etc/postgresql/15/main"\n`, '/var/lib/postgresql/15/main')?.options,
  ).toEqual(['-D', '/etc/postgresql/15/main']);
});

test('a server without options has none, and what is no command line is none', () => {
  expect(wordsOfOptsFile(`${program}\n`, '/srv/pg')).toEqual({program, options: []});
  expect(wordsOfOptsFile('', '/srv/pg')).toBeNull();
  expect(wordsOfProcess('', '/srv/pg')).toBeNull();
});
