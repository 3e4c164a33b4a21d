/** What the build changes for start-up time: what it tells string-width about our marks is what string-width finds out by itself. */

import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const {WIDTH_ONE}: {WIDTH_ONE: string} = await import(join(root, 'scripts', 'light-packages.mjs'));
const {bundleFiles}: {bundleFiles: () => Promise<readonly {path: string; text: string}[]>} = await import(
  join(root, 'scripts', 'build.mjs')
);
const {default: stringWidth}: {default: (text: string) => number} = await import(
  join(root, 'node_modules', 'string-width', 'index.js')
);

test('every mark of the fast way is one column wide', () => {
  const isListed = new RegExp(`^[${WIDTH_ONE}]$`);
  const everyMark = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code)).filter(mark =>
    isListed.test(mark),
  );
  expect(everyMark.length).toBeGreaterThan(500);
  expect(everyMark.filter(mark => stringWidth(mark) !== 1)).toEqual([]);
});

test('what is built is ASCII, which is read in half the time', async () => {
  const programs = (await bundleFiles()).filter(({path}) => /\.(?:mjs|cjs|js)$/.test(path));
  expect(programs.length).toBeGreaterThan(10);
  expect(programs.flatMap(({text}) => text.match(/.{0,20}[^\0-\x7f].{0,20}/u) ?? [])).toEqual([]);
});
