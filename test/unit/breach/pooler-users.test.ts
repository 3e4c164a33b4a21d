/** The users of a pooler get new secrets, and nothing else of their file changes. */
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rewriteAuthFile} from '../../../src/breach/pooler-users.ts';

test('lines of rotated roles get the verifier; comments, other roles, attributes and the mode stay', () => {
  const desk = mkdtempSync(join(tmpdir(), 'lifeboat-pooler-'));
  const path = join(desk, 'users.txt');
  writeFileSync(path, '; ours\n"app" "md5old" "" "x"\n"odd ""role"""\t"old"\n"other" "stays"\n', {mode: 0o640});
  expect(
    rewriteAuthFile(
      path,
      new Map([
        ['app', 'SCRAM-SHA-256$1'],
        ['odd "role"', 'SCRAM-SHA-256$2'],
      ]),
    ),
  ).toEqual({ok: true, value: ['app', 'odd "role"']});
  expect(readFileSync(path, 'utf8')).toBe(
    '; ours\n"app" "SCRAM-SHA-256$1" "" "x"\n"odd ""role""" "SCRAM-SHA-256$2"\n"other" "stays"\n',
  );
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(rewriteAuthFile(join(desk, 'none'), new Map())).toMatchObject({ok: false});
  rmSync(desk, {recursive: true});
});
