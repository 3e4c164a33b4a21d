/** A check on paper: what it is called, and what is asked. */
import {expect, test} from 'vitest';
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
