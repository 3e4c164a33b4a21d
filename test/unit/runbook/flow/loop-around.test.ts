/** Which loop a step stands in and its reader does not. */
import {expect, test} from 'vitest';
import {loopAround} from '../../../../src/runbook/flow/loop-around.ts';

const inLoop = ['steps', 0, 'foreach', 'steps', 1];
const inNested = [...inLoop, 'repeat', 'steps', 0];

test('it is the outermost that is not around both', () => {
  expect(loopAround(inNested, ['steps', 1])).toEqual({kind: 'foreach', path: ['steps', 0]});
  expect(loopAround(inNested, ['steps', 0])).toEqual({kind: 'foreach', path: ['steps', 0]});
  expect(loopAround(inNested, ['steps', 0, 'foreach', 'steps', 2])).toEqual({kind: 'repeat', path: inLoop});
  expect(loopAround(inNested, inLoop)).toEqual({kind: 'repeat', path: inLoop});
});

test('there is none around both, and none around a step of a block', () => {
  expect(loopAround(inNested, [...inLoop, 'repeat', 'steps', 1])).toBeUndefined();
  expect(loopAround(inNested, [...inLoop, 'repeat'])).toBeUndefined();
  expect(loopAround(inNested, inNested)).toBeUndefined();
  expect(loopAround(['steps', 0, 'group', 'steps', 0], ['steps', 1])).toBeUndefined();
});

test('a branch may be called like a kind', () => {
  const inBranch = ['steps', 0, 'decision', 'branches', 'repeat', 'steps', 0];

  expect(loopAround(inBranch, ['steps', 1])).toBeUndefined();
});
