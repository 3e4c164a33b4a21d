/** What `lifeboat new` writes, one file a scenario; all of it lints clean on the day on which it is written. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {fillTemplate, peopleFor} from '../../src/cli/scaffold.ts';
import {templateText} from '../../src/cli/templates.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {scenarios} from '../../src/runbook/words.ts';

const {plan, diagnostics: ofPlan} = parsePlan(templateText('plan'));
const shipped = readFileSync(join(import.meta.dirname, '../../runbooks/deletion/accidental-deletion.yaml'), 'utf8');

/** Far from the day of the template: nothing may depend on that. */
const today = '2031-03-01';

const lint = (text: string, day: string) =>
  loadRunbook(text, {
    ...(plan && {plan}),
    today: day,
    beside: path => (path === 'included/accidental-deletion.yaml' ? succeed(shipped) : fail('there is nothing else')),
  });

const written = (scenario: (typeof scenarios)[number]): string => {
  const template = templateText(scenario);
  const people = peopleFor(template, {contacts: plan?.contacts ?? {}}, undefined);
  return people.ok
    ? fillTemplate(template, {name: `our-${scenario}`, title: `Our ${scenario}`, today, people: people.value})
    : people.reason.message;
};

test.each(scenarios)('a new runbook for %s is what it was, and lints clean', async scenario => {
  const text = written(scenario);
  const {runbook, diagnostics} = lint(text, today);

  expect(diagnostics).toEqual([]);
  expect(runbook).toMatchObject({id: `our-${scenario}`, title: `Our ${scenario}`, scenario});
  await expect(text).toMatchFileSnapshot(`new/${scenario}.yaml`);
});

test.each(scenarios)('the template for %s is a sound runbook itself', scenario => {
  const {runbook, diagnostics} = lint(templateText(scenario), '2026-11-24');

  expect(diagnostics).toEqual([]);
  expect(runbook?.id).toBe(scenario);
});

test('a new plan is sound, and its people are placeholders', () => {
  expect(ofPlan).toEqual([]);
  expect(Object.values(plan?.contacts ?? {}).every(({name}) => name.startsWith('REPLACE ME'))).toBe(true);
});

/** What an author sees of the language, over all scenarios. */
const taught = ['why:', 'requires:', 'verify:', 'undo:', 'confirm:', 'roles:', 'objectives:', 'clock:', 'estimate:'];

test.each(taught)('%s is shown in what is written, with a comment beside it', field => {
  const texts = scenarios.map(written);
  const lines = texts.flatMap(text => text.split('\n'));
  const explained = lines.some(
    (line, index) =>
      line.trim().startsWith(field) && (lines[index - 1]?.trim().startsWith('#') || line.includes('  #')),
  );
  expect(lines.some(line => line.trim().startsWith(field))).toBe(true);
  expect(explained).toBe(true);
});
