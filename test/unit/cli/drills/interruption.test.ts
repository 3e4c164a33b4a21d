/** Whoever leaves while a lab is being built stops the building; whoever leaves the run on it later stops nothing of the lab. */
import {expect, test, vi} from 'vitest';
import {interruption} from '../../../../src/cli/drills/interruption.ts';
import type {Screen} from '../../../../src/tui/open.tsx';

const openScreen = () => {
  const {promise, resolve} = Promise.withResolvers<'interrupted'>();
  return {screen: {untilExit: promise} as unknown as Screen, leave: () => resolve('interrupted')};
};

test('leaving the screen while the lab is built stops the building, once', async () => {
  const {screen, leave} = openScreen();
  const stop = vi.fn();
  const interrupted = interruption(screen, stop);
  leave();
  await screen.untilExit;
  process.emit('SIGINT');
  expect(stop).toHaveBeenCalledOnce();
  expect(interrupted.code()).toBe(130);
  interrupted.release();
});

test('leaving the screen of the run that has begun on it stops nothing of the lab', async () => {
  const {screen, leave} = openScreen();
  const stop = vi.fn();
  const interrupted = interruption(screen, stop);
  interrupted.release();
  leave();
  await screen.untilExit;
  expect(stop).not.toHaveBeenCalled();
  expect(interrupted.code()).toBeUndefined();
});
