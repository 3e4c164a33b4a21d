/** The difference of two texts, as patches are read. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {unifiedDiff} from '../../../src/diagnostics/unified-diff.ts';
import {casesOf} from '../../support/case-count.ts';

const names = ['a/runbook.yaml', 'b/runbook.yaml'] as const;

test('equal texts have none, and a changed line stands with three lines around it', () => {
  const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';
  expect(unifiedDiff({before, after: before, names})).toBe('');
  expect(unifiedDiff({before, after: before.replace('five', 'FIVE'), names})).toBe(`--- a/runbook.yaml
+++ b/runbook.yaml
@@ -2,7 +2,7 @@
 two
 three
 four
-five
+FIVE
 six
 seven
 eight
`);
});

/** What `patch` makes of the text. */
const patched = (before: string, diff: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-diff-'));
  try {
    const file = join(directory, 'runbook.yaml');
    writeFileSync(file, before);
    const {status, stderr} = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {cwd: directory, input: diff});
    expect(`${status} ${stderr}`).toBe('0 ');
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
};

const text = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', 'steps:', '  - id: x', ''), {minLength: 1, maxLength: 25}), fc.boolean())
  .map(([lines, isEnded]) => `${lines.join('\n')}${isEnded ? '\n' : '.'}`);

test('another program that reads it makes the one text of the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff({before, after, names});
      expect(diff === '' ? before : patched(before, diff)).toBe(after);
    }),
    {numRuns: casesOf({sample: 8, full: 300})},
  );
});
