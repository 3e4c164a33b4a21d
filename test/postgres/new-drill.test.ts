/** A new runbook for lost rows is drilled as it stands: a real PostgreSQL is broken, cured and judged. */
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {makeDesk} from '../support/lifeboat.ts';

test('what `lifeboat new` writes for a deletion passes its drill, and leaves nothing behind', {
  timeout: 120_000,
}, async () => {
  const desk = makeDesk();
  expect((await desk.lifeboat(['new', 'orders-gone', '--scenario', 'deletion'])).code).toBe(0);
  const ended = await desk.lifeboat(['drill', 'orders-gone.yaml', '--auto', '--scale', '1000']);

  const said = ended.code === 0 ? '' : ended.stdout.slice(-4_000);
  expect({code: ended.code, said, failed: findingsOf(desk).filter(({ok}) => !ok)}).toEqual({
    code: 0,
    said: '',
    failed: [],
  });
  expect(findingsOf(desk).map(({name}) => name)).toContain('rows_back:public.orders');
  expectNothingLeft(desk);
});
