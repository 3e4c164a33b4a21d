/** Versions of a bucket, page by page, with the marks that deleting left. */
import {expect, test} from 'vitest';
import {listVersions} from '../../../src/object-store/versions.ts';
import {standInStore} from '../../support/stand-in-store.ts';

const page = (fields: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>backups</Name>${fields}</ListVersionsResult>`;

const entry = (name: 'Version' | 'DeleteMarker', key: string, version: string): string =>
  `<${name}><Key>${key}</Key><VersionId>${version}</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-30T02:00:00.000Z</LastModified><Owner><ID>repository</ID></Owner></${name}>`;

test('pages are followed to the last one, and names are read as they were written', async () => {
  const {store, asked} = await standInStore((_, response) =>
    response.end(
      asked.length === 1
        ? page(
            `<IsTruncated>true</IsTruncated><NextKeyMarker>tickets%2Fa%2Bb</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>${entry('DeleteMarker', 'tickets/a%2Bb+c', 'v2')}`,
          )
        : page(`<IsTruncated>false</IsTruncated>${entry('Version', 'tickets/a%2Bb+c', 'v1')}`),
    ),
  );
  const atMs = Date.parse('2026-11-30T02:00:00Z');
  expect(await listVersions(store, 'tickets/')).toEqual({
    ok: true,
    value: [
      {key: 'tickets/a+b c', version: 'v2', isMark: true, atMs},
      {key: 'tickets/a+b c', version: 'v1', isMark: false, atMs},
    ],
  });
  expect(asked.map(({url}) => new URL(url, 'https://localhost').searchParams.get('key-marker'))).toEqual([
    null,
    'tickets/a+b',
  ]);
});

test.each([['<html><body>Welcome</body></html>'], ['{}'], [page('<Version><Key>tickets/a</Key></Version>')]])(
  '%s is no listing, and no empty bucket either',
  async text => {
    const {store} = await standInStore((_, response) => response.end(text));
    expect(await listVersions(store, '')).toMatchObject({
      ok: false,
      reason: {message: 'the store lists its versions in words that are not known'},
    });
  },
);
