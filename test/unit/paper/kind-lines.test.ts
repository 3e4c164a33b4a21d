/** What is to be done in a step, by its kind. */
import {expect, test} from 'vitest';
import {inputStep} from '../../support/model.ts';
import {stepOn} from '../../support/paper-page.ts';

test('options of an input are letters, whatever they are made of', () => {
  const which = inputStep('which', 'choice');
  const of = ['a<b>*x*', 'x | y'];
  const choice = which.kind === 'input' ? {...which, declaration: {...which.declaration, of}} : which;
  expect(stepOn([choice], '1')).toContain(String.raw`(one of a\<b>\*x\*, x \| y)`);
});
