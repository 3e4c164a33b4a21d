/** What a slot's file says of a cluster whose server does not start. */
import {expect, test} from 'vitest';
import {parseSlot} from '../../../../src/backup/upkeep/slots-on-disk.ts';

const slot = ({name = 'left_behind', database = 0, restart = 0x1_2000_0028n} = {}): Buffer => {
  const bytes = Buffer.alloc(200);
  bytes.writeUInt32LE(0x1051ca1, 0);
  bytes.write(name, 16);
  bytes.writeUInt32LE(database, 80);
  bytes.writeBigUInt64LE(restart, 96);
  return bytes;
};

test('name, kind, where it stands, and how much WAL it holds', () => {
  expect(parseSlot(slot(), 0x1_2000_0028n + 4096n)).toEqual({
    name: 'left_behind',
    isLogical: false,
    restartLsn: '1/20000028',
    heldBytes: 4096,
  });
  expect(parseSlot(slot({name: 'to_the_warehouse', database: 16384}), 0n)).toMatchObject({
    isLogical: true,
    heldBytes: 0,
  });
});

test('what is no slot, was cut off, or holds nothing is none', () => {
  expect(parseSlot(Buffer.alloc(200), 1n)).toBeNull();
  expect(parseSlot(slot().subarray(0, 100), 1n)).toBeNull();
  expect(parseSlot(slot({restart: 0n}), 1n)).toBeNull();
});
