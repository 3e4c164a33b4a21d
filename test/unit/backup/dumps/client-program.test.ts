/** A dump may hold commands of psql, and psql must not run them where it knows how not to. */
import {expect, test} from 'vitest';
import {guardFor} from '../../../../src/backup/dumps/client-program.ts';

test.each(['13.22', '14.19', '15.14', '15.18', '16.10', '17.6', '18.0', '19beta1'])('psql %s is guarded', version => {
  expect(guardFor(version)).toMatch(/^\\restrict [0-9a-f]{64}\n$/);
});

test.each(['12.22', '13.21', '15.13', '17.5', null])('psql %s does not know the word', version => {
  expect(guardFor(version)).toBe('');
});

test('nobody can know the key that lifts it', () => {
  expect(guardFor('18.1')).not.toBe(guardFor('18.1'));
});
