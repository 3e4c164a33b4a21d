/** What a picture or a paper is written to, and what it is never written over. */
import {linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readRunbook} from '../../../src/cli/catalog.ts';
import {writeOutput} from '../../../src/cli/output-file.ts';
import {smallPlan, smallRunbook} from '../../support/small-runbook.ts';

const query = (file: string): string => `{sql: {connection: "postgresql://db-1.example/shop", file: ${file}}}`;

const steps = `
  - id: mend
    title: Mend the rows
    estimate: 1m
    sql: {connection: "postgresql://db-1.example/shop", file: sql/mend.sql}
    verify: [${query('look.sql')}]
    undo: ${query('back.sql')}
`;

const folder = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-output-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(directory, name)), {recursive: true});
    writeFileSync(join(directory, name), text);
  };
  write('plan.yaml', smallPlan);
  write('shop.yaml', smallRunbook(`${steps}\n  - {id: more, title: More, include: {runbook: inner}}\n`));
  write('parts/inner.yaml', smallRunbook(steps).replace(/^id: .*$/m, 'id: inner'));
  for (const place of ['', 'parts/']) {
    for (const name of ['sql/mend.sql', 'look.sql', 'back.sql']) {
      write(`${place}${name}`, 'select 1;\n');
    }
  }
  return directory;
};

const write = (directory: string, name: string) => {
  const made = readRunbook(join(directory, 'shop.yaml'));
  if (!made.ok) {
    throw new Error([...(made.reason.frames ?? []), made.reason.message].join('\n'));
  }
  return writeOutput('# Paper\n', {output: join(directory, name), made: made.value});
};

test('nothing that a runbook is made of is written over, also what its checks, ways back and included runbooks bring along', () => {
  const directory = folder();
  symlinkSync('look.sql', join(directory, 'link.md'));
  linkSync(join(directory, 'back.sql'), join(directory, 'same.md'));
  const sources = ['sql/mend.sql', 'look.sql', 'back.sql'];
  for (const name of [...sources, ...sources.map(file => `parts/${file}`), 'link.md', 'same.md', './sql/../look.sql']) {
    expect(write(directory, name)).toMatchObject({
      ok: false,
      reason: {exit: 'usage', message: expect.stringMatching(/is a source, and is not written over\.$/)},
    });
  }
  expect(readFileSync(join(directory, 'parts', 'back.sql'), 'utf8')).toBe('select 1;\n');
});

test('any other file is written, again and again, also one of SQL that belongs to nobody', () => {
  const directory = folder();
  writeFileSync(join(directory, 'other.sql'), 'select 2;\n');
  for (const name of ['shop.md', 'shop.md', 'other.sql']) {
    expect(write(directory, name)).toMatchObject({ok: true});
    expect(readFileSync(join(directory, name), 'utf8')).toBe('# Paper\n');
  }
});
