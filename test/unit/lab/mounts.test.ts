/** What is mounted in a lab is found by the system's own list, and what is mounted elsewhere is left alone. */
import {expect, test} from 'vitest';
import {mountedInside} from '../../../src/lab/mounts.ts';

const lab = '/var/tmp/lifeboat-lab-0-onk7q2xw';
const mountinfo = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 22 0:41 / ${lab} rw - tmpfs tmpfs rw
91 90 0:42 / ${lab}/primary/pg_wal rw - tmpfs tmpfs rw,size=16384k
92 91 0:43 / ${lab}/primary/pg_wal/odd\\040name\\134 rw - tmpfs tmpfs rw
93 22 0:44 / ${lab}x/primary rw - tmpfs tmpfs rw
`;

test('the innermost comes first, a directory beside it and the one that it stands on do not come', () => {
  expect(mountedInside(lab, mountinfo)).toEqual([`${lab}/primary/pg_wal/odd name\\`, `${lab}/primary/pg_wal`]);
  expect(mountedInside(lab, '')).toEqual([]);
});
