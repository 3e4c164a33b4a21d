/** The data loss by the application's own record, held against what the run measured and the drill promises. */
import {expect, test} from 'vitest';
import {type Claimed, claimsNothing, writesFindings} from '../../../../src/lab/oracle/writes.ts';
import type {AcknowledgedWrite} from '../../../../src/lab/truth.ts';

const faultMs = Date.parse('2026-11-23T02:47:00.000Z');

/** One write a second, from a minute before the fault to a minute after it; the key is the second. */
const acknowledged: readonly AcknowledgedWrite[] = Array.from({length: 121}, (_, second) => ({
  atMs: faultMs + (second - 60) * 1_000,
  keys: {orders: [second]},
}));

const secondsAround = (from: number, to: number): readonly AcknowledgedWrite[] =>
  acknowledged.filter(({atMs}) => atMs > faultMs + from * 1_000 && atMs <= faultMs + to * 1_000);

const told = {acknowledged, lost: [], faultMs, claimed: claimsNothing, heldBy: []};

const judged = (lost: readonly AcknowledgedWrite[], claimed: Partial<Claimed> = {}, all = acknowledged) =>
  Object.fromEntries(
    writesFindings({...told, acknowledged: all, lost, claimed: {...claimsNothing, ...claimed}}).map(
      ({name, ok, detail}) => [name, `${ok ? 'ok' : 'NOT'}: ${detail}`],
    ),
  );

test('where nothing is lost, all three say so', () => {
  expect(judged([])).toEqual({
    'writes_survived:before': 'ok: 61 writes were acknowledged before the fault, and all their rows are there',
    data_loss_told: 'ok: by its own record the application lost nothing that it was told before the fault',
    'writes_survived:after': 'ok: 60 writes were acknowledged after the fault, and all their rows are there',
  });
});

test('a recovery point of ten seconds before covers what was lost of those ten seconds, and the loss is a number', () => {
  const claimed = {recoveryPointMs: faultMs - 10_000, rpoMs: 3_600_000};
  expect(judged(secondsAround(-10, 0), claimed)).toMatchObject({
    'writes_survived:before':
      'ok: 51 writes were acknowledged before the recovery point, 2026-11-23T02:46:50.000Z, and all their rows are there',
    data_loss_told:
      'ok: by its own record the application lost 10 writes of the 9000 ms before the fault, of 3600000 ms allowed',
  });
});

test('a recovery point that promises more than was restored is caught by the first write that it claims', () => {
  expect(judged(secondsAround(-12, 0), {recoveryPointMs: faultMs - 10_000})['writes_survived:before']).toBe(
    'NOT: 51 writes were acknowledged before the recovery point, 2026-11-23T02:46:50.000Z, and 2 of them have lost rows',
  );
  expect(judged(secondsAround(-1, 0))['writes_survived:before']).toBe(
    'NOT: 61 writes were acknowledged before the fault, and 1 of them has lost rows',
  );
});

test('a loss that is larger than the RPO is missed by the record of the application, whatever the run measured', () => {
  const claimed = {recoveryPointMs: faultMs - 30_000, rpoMs: 20_000};
  expect(judged(secondsAround(-25, 0), claimed)).toMatchObject({
    'writes_survived:before': expect.stringMatching(/^ok/),
    data_loss_told: expect.stringMatching(/^NOT: .* lost 25 writes of the 24000 ms/),
  });
});

test('a recovery point after the fault claims nothing of before it that the fault does not', () => {
  expect(judged(secondsAround(-1, 0), {recoveryPointMs: faultMs + 60_000})['writes_survived:before']).toMatch(
    /^NOT: 61 writes were acknowledged before the fault/,
  );
});

test('what was written after the fault has to be there, unless the way cannot keep it, and from the restored service on it has to', () => {
  const gone = secondsAround(0, 20);
  expect(judged(gone)['writes_survived:after']).toBe(
    'NOT: 60 writes were acknowledged after the fault, and 20 of them have lost rows',
  );
  const lossy = {keepsNewerWrites: false, restoredMs: faultMs + 20_000};
  expect(judged(gone, lossy)['writes_survived:after']).toBe(
    'ok: 60 writes were acknowledged after the fault, and 20 of them are gone, as the drill says of this way',
  );
  expect(judged(secondsAround(0, 23), lossy)['writes_survived:after']).toBe(
    'NOT: 60 writes were acknowledged after the fault, and 3 of them are gone that came when the service was said to be back',
  );
});

test('the writes of every server count', () => {
  const afterFailover = acknowledged.map(
    (write): AcknowledgedWrite => ({
      ...write,
      server: write.atMs > faultMs + 30_000 ? 'standby' : 'primary',
    }),
  );
  expect(judged([], {}, afterFailover)['writes_survived:after']).toBe(
    'ok: 60 writes (30 by the primary, 30 by the standby) were acknowledged after the fault, and all their rows are there',
  );
});

test('what another server had all of may not be lost, whatever the RPO allows; the loss is a number for programs too', () => {
  const [, loss] = writesFindings({
    ...told,
    lost: secondsAround(-3, 0),
    claimed: {...claimsNothing, rpoMs: 3_600_000},
    heldBy: ['standby'],
  });
  expect(loss).toEqual({
    name: 'data_loss_told',
    ok: false,
    detail:
      'by its own record the application lost 3 writes of the 2000 ms before the fault, and standby had all of them',
    measured: {writesLost: 3, lossMs: 2_000},
  });
  expect(writesFindings(told)[1]?.measured).toEqual({writesLost: 0, lossMs: 0});
});
