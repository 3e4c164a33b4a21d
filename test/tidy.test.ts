/** The rules of the house that no linter knows, read from the source text itself. */

import {existsSync, globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const find = (...patterns: readonly string[]) => globSync(patterns, {cwd: root}).toSorted();

const sources = find('src/**/*.{ts,tsx}');
const code = [...sources, ...find('test/**/*.{ts,tsx}', 'bin/*.cjs', 'scripts/*.{cjs,mjs}', '*.{js,mjs,ts}', '.*.mjs')];
const pages = find('README.md', 'docs/**/*.md');
const {arrows, pure}: {arrows: Readonly<Record<string, readonly string[]>>; pure: readonly string[]} = await import(
  join(root, 'arrows.js')
);

/** `file:line` of every line in which the pattern stands, comments left out. */
function places(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap(file => {
    const lines = read(file).split('\n');
    const hits = lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
    return hits;
  });
}

const isComment = /^\s*(\/\/|\*|\/\*)/;
const placesInCode = (files: readonly string[], pattern: RegExp) =>
  places(files, pattern).filter(place => !isComment.test(place.slice(place.indexOf(': ') + 2)));

test('every file begins with a sentence that says what it is', () => {
  const header = /^(#!.*\n)?\/\*\* [^\n]{20,}[.:]/;
  expect(code.filter(file => !header.test(read(file)))).toEqual([]);
});

test('no file is longer than 250 lines', () => {
  expect(code.filter(file => read(file).split('\n').length > 251)).toEqual([]);
});

test('no name says nothing, and no file only passes on what others say', () => {
  const empty = /(^|\/)(utils?|helpers?|common|shared|misc|lib|managers?|services?|index)(\.|\/)/i;
  expect(code.filter(file => empty.test(file))).toEqual([]);
});

test('every file of src stands in a folder that arrows.js knows', () => {
  expect(sources.filter(file => !((file.split('/')[1] ?? '') in arrows && file.split('/').length > 2))).toEqual([]);
});

test('folders that compute have no clock, no chance, no process and no console', () => {
  const computing = sources.filter(file => pure.includes(file.split('/')[1] ?? ''));
  const outside =
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bcrypto\.random|\bprocess\.|\bconsole\.|\bset(Timeout|Interval|Immediate)\(|\bfetch\(/;
  expect(placesInCode(computing, outside)).toEqual([]);
});

test('nothing is left open, and no test is skipped or alone', () => {
  const open = new RegExp(
    String.raw`\b(TO${''}DO|FIX${''}ME|X${''}XX)\b|\b(test|it|describe)\.(only|skip|todo)\b|@ts-(ignore|nocheck)`,
  );
  expect(places(code, open)).toEqual([]);
});

test('nothing is exported without a name, except where a tool asks for it', () => {
  const configs = ['vitest.config.ts', '.dependency-cruiser.mjs'];
  expect(
    places(code, /^export default\b/).filter(place => !configs.some(file => place.startsWith(`${file}:`))),
  ).toEqual([]);
});

test('what is printed as JSON goes through printedJson or escapedJson', () => {
  // These write files, or words of a person.
  const others =
    /\/(amendment\/record|history\/part-digests|home\/brief-cache|former-inputs|open-run|prepared-answer|scaffold)\.ts:/;
  const written = placesInCode(find('src/cli/**/*.ts'), /(?<!escapedJson\()\b(JSON\.stringify|canonicalJson)\(/);
  expect(written.filter(place => !others.test(place))).toEqual([]);
});

test('every unit test mirrors a file of src', () => {
  const lost = find('test/unit/*/**/*.test.{ts,tsx}').filter(file => {
    const subject = file.replace(/^test\/unit\//, 'src/').replace(/\.test\.tsx?$/, '');
    return !existsSync(join(root, `${subject}.ts`)) && !existsSync(join(root, `${subject}.tsx`));
  });
  expect(lost).toEqual([]);
});

test('every link in the pages leads to a file, and every anchor to a heading', () => {
  const broken = pages.flatMap(page =>
    linksOf(page)
      .filter(link => !leadsSomewhere(page, link))
      .map(link => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** Targets of links and pictures that point into the tree. */
function linksOf(page: string): readonly string[] {
  const prose = read(page)
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const named = [...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  return [...inline, ...named].map(match => match[1] ?? '').filter(link => !/^[a-z][a-z+.-]*:/i.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = decodeURI(link).split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).has(anchor);
}

/** Anchors as the usual viewers of Markdown make them: lower case, spaces to dashes, other signs left out. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...read(page).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(match => match[1] ?? '');
  return new Set(
    headings.map(heading =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
