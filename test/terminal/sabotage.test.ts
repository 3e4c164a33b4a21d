/** The proof that the tests prove something: with a safeguard taken away a test turns red. All of them are `npm run sabotage`. */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const minutes = 60_000;

const sabotage = (...names: readonly string[]) => {
  const {status, stdout, stderr} = spawnSync(process.execPath, ['scripts/sabotage.mjs', ...names], {
    cwd: root,
    encoding: 'utf8',
  });
  return {status, said: `${stdout}${stderr}`};
};

test(
  'without its hash link a chain is whole whatever was changed, and a test says so',
  () => {
    const {status, said} = sabotage('hash link');
    expect(said).toMatch(/^✔ hash link +\S.*\nall 1 are noticed\n$/);
    expect(status).toBe(0);
  },
  5 * minutes,
);

test('a safeguard that nobody knows is named, with those that there are', () => {
  const {status, said} = sabotage('no such thing');
  expect(said).toMatch(/^no safeguard has that name; they are:\n {2}\S/);
  expect(status).toBe(2);
});
