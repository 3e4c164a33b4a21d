/** `backup_manifest`: which files a base backup has, how long they are, and the checksum of each (PostgreSQL manual, "Backup Manifest Format"). */
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';

export type ManifestFile = {
  readonly path: string;
  readonly size: number;
  /** As in the manifest: CRC32C, SHA224, SHA256, SHA384 or SHA512; null where it has none. */
  readonly algorithm: string | null;
  readonly checksum: string | null;
};

export type Manifest = {
  readonly files: readonly ManifestFile[];
  /** Where replay must at least come to; null where it says nothing. */
  readonly walRanges: readonly {readonly timeline: number; readonly startLsn: string; readonly endLsn: string}[];
};

export const manifestName = 'backup_manifest';

/** Null where there is none. A reason where it is damaged: its last line is the SHA-256 of all before. */
export const readManifest = (directory: string): Result<Manifest | null> => {
  let text: Buffer;
  try {
    text = readFileSync(join(directory, manifestName));
  } catch {
    return succeed(null);
  }
  return parseManifest(text);
};

/** The same of its bytes. */
export const parseManifest = (bytes: Buffer): Result<Manifest> => {
  const at = bytes.lastIndexOf('"Manifest-Checksum"');
  const [, claimed] = /"Manifest-Checksum": "([0-9a-f]{64})"/.exec(bytes.toString('utf8', Math.max(0, at))) ?? [];
  const own = createHash('sha256')
    .update(bytes.subarray(0, Math.max(0, at)))
    .digest('hex');
  if (claimed !== own) {
    return fail(`${manifestName} is damaged: it does not have the checksum that it names`);
  }
  try {
    return succeed(describe(JSON.parse(bytes.toString('utf8'))));
  } catch {
    return fail(`${manifestName} cannot be read`);
  }
};

type Fields = {readonly [name: string]: unknown};

const describe = (read: unknown): Manifest => ({
  files: listOf(read, 'Files').map(file => ({
    path: typeof file.Path === 'string' ? file.Path : Buffer.from(String(file['Encoded-Path']), 'hex').toString(),
    size: Number(file.Size),
    algorithm: typeof file['Checksum-Algorithm'] === 'string' ? file['Checksum-Algorithm'] : null,
    checksum: typeof file.Checksum === 'string' ? file.Checksum : null,
  })),
  walRanges: listOf(read, 'WAL-Ranges').map(range => ({
    timeline: Number(range.Timeline),
    startLsn: String(range['Start-LSN']),
    endLsn: String(range['End-LSN']),
  })),
});

const listOf = (read: unknown, name: string): readonly Fields[] => {
  const list: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, name) : undefined;
  return Array.isArray(list) ? list.filter((one): one is Fields => typeof one === 'object' && one !== null) : [];
};
