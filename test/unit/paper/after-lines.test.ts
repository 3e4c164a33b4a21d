/** What stands below the work of a step: what tells that it is done, and how often it is tried. */
import {expect, test} from 'vitest';
import type {Probe} from '../../../src/runbook/runbook.ts';
import {commandStep, probe} from '../../support/model.ts';
import {stepOn} from '../../support/paper-page.ts';

test('a check that stands above is only named where it decides whether the step was done', () => {
  const back = probe('rows_are_back');
  const mend = commandStep('mend', undefined, {verify: [back], doneWhen: [back, probe('log_says_so')]});
  const page = stepOn([mend], '1');
  expect(page.match(/look rows_are_back/g)).toHaveLength(1);
  expect(page).toContain('- [ ] It is done: rows_are_back, as above.');
  expect(page.match(/look log_says_so/g)).toHaveLength(1);
});

test('a check that only shares the name of one above is written out', () => {
  const counted = (table: string): Probe => {
    const {name: _, ...asked} = probe('count', {action: {kind: 'command', run: ['count', table], env: {}}});
    return {...asked, expect: 'rows[0].n == 0'};
  };
  const mend = commandStep('mend', undefined, {verify: [counted('orders')], doneWhen: [counted('payments')]});
  const page = stepOn([mend], '1');
  expect(page).toContain('count orders');
  expect(page).toContain('count payments');
  expect(page).not.toContain('as above');
  const seen = probe('seen');
  for (const other of [
    {...seen, expect: 'exit == 1'},
    {...seen, failWhen: 'exit == 2'},
    {...seen, negated: true},
  ]) {
    const asked = stepOn([commandStep('mend', undefined, {verify: [seen], doneWhen: [other]})], '1');
    expect(asked.match(/look seen/g)).toHaveLength(2);
    // A name that two checks above share leads back to neither.
    const both = stepOn([commandStep('mend', undefined, {requires: [other], verify: [seen], doneWhen: [seen]})], '1');
    expect(both).not.toContain('as above');
  }
});

test('growing waits between tries are said one by one', () => {
  const retry = {attempts: 4, delayMs: 10_000, backoff: 3};
  expect(stepOn([commandStep('mend', undefined, {retry, idempotent: true})], '1')).toContain(
    'Try up to 4 times, waiting 10 s, 30 s and 1 min 30 s in between.',
  );
});
