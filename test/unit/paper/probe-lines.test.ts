/** A check on paper: what it is called, and what is asked. */
import {expect, test} from 'vitest';
import type {Probe} from '../../../src/runbook/runbook.ts';
import {checkStep, probe} from '../../support/model.ts';
import {stepOn} from '../../support/paper-page.ts';

test('a check without a name is only asked, with blanks for its values', () => {
  const {name: _, ...asks} = probe('x', {
    action: {kind: 'command', run: ['test', '-e', '${inputs.prog}'], env: {}},
  });
  const page = stepOn([checkStep('look', {probe: asks, verify: [asks], doneWhen: [asks]})], '1');
  expect(page).not.toContain('inputs.prog');
  expect(page).toContain('- [ ] Check. This must succeed.');
  expect(page).toContain('- [ ] It is done. This must succeed.');
  expect(page.match(/^test -e ____prog____$/gm)).toHaveLength(3);
});

test('what fails a check at once is said beside what must hold, also of a check that must not be so', () => {
  const early = {failWhen: 'exit == 2', withinMs: 60_000};
  const said = (asked: Probe): string => stepOn([checkStep('up', {probe: asked})], '1').replaceAll(/\n {2,}/g, ' ');

  expect(said(probe('up', early))).toContain(
    'This must succeed. When `exit == 2`, it has failed, and nobody waits longer.',
  );
  expect(said(probe('not up', {...early, negated: true}))).toContain(
    'It must not be so that this succeeds. When `exit == 2`, it has failed, and nobody waits longer.',
  );
});
