/** A time that is typed in the middle of a run, as people type it at three in the morning. */
import {expect, test} from 'vitest';
import {factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - {id: when, title: Since when, input: {type: timestamp, ask: "Since when is the shop down?"}}`;
const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const givenIn = (desk: Parameters<typeof factsOf>[0]): unknown =>
  factsOf(desk).find(({type, step}) => type === 'succeeded' && step === 'when')?.outputs;

test('on the screen it is said in full above the field, and Enter takes it', async () => {
  const {desk, runbook} = outageDesk(steps);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Enter type it');
  terminal.press('enter');
  await terminal.shows('Esc');
  terminal.type('20m ago');
  terminal.press('enter');
  await terminal.shows('Enter takes it, or type another time');
  await terminal.shows('local time');
  expect(givenIn(desk)).toBe(undefined);
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(givenIn(desk)).toEqual({value: expect.stringMatching(written)});
});

test('on a plain terminal it is said how to take it', async () => {
  const {desk, runbook} = outageDesk(steps);
  const terminal = desk.terminal(['run', runbook, '--plain']);
  await terminal.shows('Since when is the shop down?');
  terminal.type('value 20m ago');
  terminal.press('enter');
  await terminal.shows('To take it, type: value');
  const [, meant = ''] = /type: value (\S+Z)/.exec(terminal.scrollback().join('')) ?? [];
  expect(meant).toMatch(written);
  terminal.type(`value ${meant}`);
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(givenIn(desk)).toEqual({value: meant});
});
