/** The manifest of a base backup vouches for itself before anything is compared with it. */
import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {parseManifest} from '../../../../src/backup/drivers/manifest.ts';

// As PostgreSQL writes it, line by line.
const body = `{ "PostgreSQL-Backup-Manifest-Version": 1,
"Files": [
{ "Path": "backup_label", "Size": 225, "Last-Modified": "2026-11-23 03:00:00 GMT", "Checksum-Algorithm": "CRC32C", "Checksum": "839206e3" },
{ "Encoded-Path": "626173652f352fff", "Size": 8192, "Last-Modified": "2026-11-23 03:00:00 GMT" }
],
"WAL-Ranges": [
{ "Timeline": 1, "Start-LSN": "0/4000028", "End-LSN": "0/4000100" }
],
`;
const signed = (text: string): Buffer =>
  Buffer.from(`${text}"Manifest-Checksum": "${createHash('sha256').update(text).digest('hex')}"}\n`);

test('files and WAL are read, also a file without a checksum', () => {
  expect(parseManifest(signed(body))).toMatchObject({
    ok: true,
    value: {
      files: [
        {path: 'backup_label', size: 225, algorithm: 'CRC32C', checksum: '839206e3'},
        {size: 8192, algorithm: null, checksum: null},
      ],
      walRanges: [{timeline: 1, startLsn: '0/4000028', endLsn: '0/4000100'}],
    },
  });
});

test('a manifest in which anything was changed is believed in nothing', () => {
  const changed = Buffer.from(signed(body).toString().replace('"Size": 225', '"Size": 226'));
  expect(parseManifest(changed)).toMatchObject({ok: false, reason: expect.stringContaining('damaged')});
  expect(parseManifest(Buffer.from('{}'))).toMatchObject({ok: false});
  expect(parseManifest(Buffer.alloc(0))).toMatchObject({ok: false});
});
