/** What a run owes on the home screen, and for how long. */
import {expect, test} from 'vitest';
import {owedIn} from '../../../../src/report/home/owed-in.ts';
import {brief, homeNowMs} from '../../../support/home-sample.ts';

const dayMs = 86_400_000;

const deadline = {what: 'deadline', text: 'Tell the users', owner: 'Grace Hopper', liftedBy: null} as const;

test('a deadline is listed while its run is open, and for thirty days after its time once it is over', () => {
  const untilMs = homeNowMs - 29 * dayMs;
  const listed = (outcome: 'recovered' | null, nowMs: number) =>
    owedIn(brief({outcome, owed: [{...deadline, untilMs}]}), nowMs).map(({listedUntilMs}) => listedUntilMs);
  expect(listed(null, homeNowMs)).toEqual([null]);
  expect(listed(null, homeNowMs + 9 * dayMs)).toEqual([null]);
  expect(listed('recovered', homeNowMs)).toEqual([untilMs + 30 * dayMs]);
  expect(listed('recovered', homeNowMs + dayMs)).toEqual([]);
});

test('a duty stays until it is lifted', () => {
  const duty = {...deadline, what: 'duty', liftedBy: 'open_writes', untilMs: homeNowMs - 90 * dayMs} as const;
  expect(owedIn(brief({outcome: 'recovered-with-exceptions', owed: [duty]}), homeNowMs)).toMatchObject([
    {what: 'duty', listedUntilMs: null},
  ]);
});
