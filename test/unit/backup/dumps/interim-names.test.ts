/** Names of databases while one takes the place of another: never longer than PostgreSQL keeps them. */
import {expect, test} from 'vitest';
import {keptName, restoredName} from '../../../../src/backup/dumps/interim-names.ts';

test.each(['shop', 'a'.repeat(63), 'ä'.repeat(31), '日本'.repeat(10)])(
  'of %s they fit, whole letters only',
  database => {
    for (const name of [restoredName(database), keptName(database)]) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(name).not.toContain('\uFFFD');
    }
    expect(restoredName(database)).not.toBe(keptName(database));
  },
);
