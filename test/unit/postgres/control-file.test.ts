/** What the first bytes of pg_control say. */
import {expect, test} from 'vitest';
import {parseControlFile} from '../../../src/postgres/control-file.ts';

const control = (state: number): Buffer => {
  const bytes = Buffer.alloc(8192);
  bytes.writeBigUInt64LE(7_711_152_328_148_641_719n, 0);
  bytes.writeUInt32LE(state, 16);
  bytes.writeBigUInt64LE(0x3000148n, 32);
  bytes.writeUInt32LE(2, 48);
  bytes.writeDoubleLE(1_234_567, 208);
  bytes.writeUInt32LE(1, 252);
  return bytes;
};

test('identifier, timeline and last checkpoint are read, the identifier without losing a digit', () => {
  expect(parseControlFile(control(1))).toEqual({
    identifier: '7711152328148641719',
    timeline: 2,
    isShutDown: true,
    isInProduction: false,
    isInArchiveRecovery: false,
    checkpointLsn: 0x3000148n,
    replayedLsn: 0n,
    hasChecksums: true,
  });
  expect(parseControlFile(control(5))).toMatchObject({isInArchiveRecovery: true, isInProduction: false});
  expect(parseControlFile(control(6))).toMatchObject({isShutDown: false, isInProduction: true});
});

test('a file that is empty, short or full of zeros says nothing', () => {
  expect(parseControlFile(Buffer.alloc(0))).toBeNull();
  expect(parseControlFile(control(1).subarray(0, 40))).toBeNull();
  expect(parseControlFile(Buffer.alloc(8192))).toBeNull();
});
