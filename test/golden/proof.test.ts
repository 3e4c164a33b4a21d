/** The proof sheets of the shipped runbooks, as `lifeboat lint --proof` prints them. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {proofOf} from '../../src/runbook/flow/proof.ts';
import {proofLines} from '../../src/runbook/flow/proof-lines.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {parseRunbook} from '../../src/runbook/parse-runbook.ts';
import {readDocument} from '../../src/runbook/yaml/document.ts';
import {exampleNames, exampleText, findingsOf} from '../support/lint-examples.ts';

const root = join(import.meta.dirname, '../../runbooks');
const {plan} = parsePlan(readFileSync(join(root, 'plan.yaml'), 'utf8'));
const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(
  file => file.endsWith('.yaml') && !file.endsWith('plan.yaml'),
);

test.each(files)('%s', async file => {
  const surrounding = {today: '2026-11-24', ...(plan && {plan})};
  const {runbook, waivers} = loadRunbook(readFileSync(join(root, file), 'utf8'), surrounding);
  const lines = runbook ? proofLines(proofOf(runbook, {plan, waivers}), 'of the text') : ['it does not load'];
  const name = file.replace(/^.*\//, '').replace('.yaml', '.txt');
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`proof/${name}`);
});

/** What the sheet does not prove of the destructive steps of an example, as it says so. */
const notProved = (name: string): readonly string[] => {
  const document = readDocument(exampleText(name));
  const parsed = document.ok ? parseRunbook(document.value) : undefined;
  const parts = parsed?.runbook ? proofOf(parsed.runbook, {plan, waivers: []}).parts : [];
  return parts
    .filter(({title}) => title === 'Before what destroys')
    .flatMap(({claims}) => claims.flatMap(({holds, says}) => (holds === 'proved' ? [] : [says])));
};

const denied: {readonly [code: string]: string} = {
  'destructive/unchecked': 'is checked before on every way.',
  'destructive/ungated': 'is agreed to before on every way.',
};

test('the sheet and the linter say the same of what is checked and agreed to before a destructive step', () => {
  const examples = exampleNames.filter(name => name.startsWith('destructive-') || name.startsWith('sound'));
  const found = examples.map(name =>
    findingsOf(name).flatMap(({code, message}) =>
      code in denied ? [`${/"(.*)"/.exec(message)?.[1]} ${denied[code]}`] : [],
    ),
  );
  expect(examples.map(notProved).map(says => says.toSorted())).toEqual(found.map(says => says.toSorted()));
  expect(found.flat().length).toBeGreaterThan(10);
});
