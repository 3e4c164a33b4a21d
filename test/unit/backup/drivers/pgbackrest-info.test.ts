/** What pgBackRest says, with its exit codes left aside: 0 is its answer to a damaged repository as well. */
import {expect, test} from 'vitest';
import {parseInfo, parseVerify} from '../../../../src/backup/drivers/pgbackrest-info.ts';

/** As version 2.45 prints it, shortened. */
const info = (changes: {readonly status?: string; readonly error?: boolean} = {}): string =>
  `[{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000002","min":"000000010000000000000001"}],
  "backup":[{"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},
  "database":{"id":1,"repo-key":1},"error":${changes.error ?? false},"info":{"delta":22992373,"repository":{"delta":4533895,"size":4533895},"size":22992373},
  "label":"20261123-030000F","lsn":{"start":"0/2000028","stop":"0/2000100"},"prior":null,"reference":null,
  "timestamp":{"start":1795402800,"stop":1795402806},"type":"full"}],
  "cipher":"none","db":[{"id":1,"repo-key":1,"system-id":7711152328148641719,"version":"15"}],"name":"tickets",
  "status":${changes.status ?? '{"code":0,"message":"ok"}'}}]`;

test('the identifier keeps all its digits', () => {
  expect(parseInfo(info(), 'tickets')).toMatchObject({
    ok: true,
    value: [
      {
        label: '20261123-030000F',
        identifier: '7711152328148641719',
        major: 15,
        timeline: 1,
        startedAt: '2026-11-23T03:00:00.000Z',
        startSegment: '000000010000000000000002',
        problems: [],
      },
    ],
  });
});

test('a backup of a cluster with damaged pages is not to be relied on, though it ended well', () => {
  expect(parseInfo(info({error: true}), 'tickets')).toMatchObject({
    value: [{problems: [expect.stringContaining('damaged pages')]}],
  });
});

test('trouble with the stanza, another stanza and no JSON are reasons', () => {
  const wrongKey = info({status: '{"code":99,"message":"[CryptoError] unable to flush"}'});
  expect(parseInfo(wrongKey, 'tickets')).toMatchObject({ok: false, reason: expect.stringContaining('CryptoError')});
  expect(parseInfo(info(), 'shop')).toMatchObject({ok: false});
  expect(parseInfo('', 'tickets')).toMatchObject({ok: false});
});

const begun = '2026-11-23 03:10:00.805 P00   INFO: verify command begin 2.45: --stanza=tickets\n';
const ended = '2026-11-23 03:10:02.569 P00   INFO: verify command end: completed successfully (786ms)\n';

test('a repository is whole where the whole of it was read and nothing was said', () => {
  expect(parseVerify(`${begun}${ended}`)).toEqual({isWhole: true, problems: []});
  expect(parseVerify(begun)).toEqual({isWhole: false, problems: []});
  expect(parseVerify('')).toEqual({isWhole: false, problems: []});
});

test('one flipped byte is told, in lines that have no time before them', () => {
  const said = `${begun}2026-11-23 03:10:02.386 P01   INFO: invalid checksum '20261123-030000F/pg_data/base/5/2838.lz4'
2026-11-23 03:10:02.569 P00   INFO: stanza: tickets
                                    status: error
                                      backup: 20261123-030000F, status: invalid, total files checked: 964, total valid files: 963
                                        checksum invalid: 1
${ended}`;
  expect(parseVerify(said).problems).toEqual([
    "invalid checksum '20261123-030000F/pg_data/base/5/2838.lz4'",
    'status: error',
    'backup: 20261123-030000F, status: invalid, total files checked: 964, total valid files: 963',
    'checksum invalid: 1',
  ]);
});
