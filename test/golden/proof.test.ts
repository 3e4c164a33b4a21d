/** The proof sheets of the shipped runbooks, as `lifeboat lint --proof` prints them. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {proofOf} from '../../src/runbook/proof.ts';
import {proofLines} from '../../src/runbook/proof-lines.ts';

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
