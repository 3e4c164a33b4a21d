/** Our checksums beside the server's own, over every page of a real cluster. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {isPageSound, pageBytes, pageChecksum, readPageHeader} from '../../src/postgres/page-checksum.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster('shop', ['--data-checksums']);
});
afterAll(() => cluster.remove());

test('every page that a server with checksums wrote is sound by ours', async () => {
  await cluster.sql('create table seats as select g as id, md5(g::text) as taken_by from generate_series(1, 5000) g');
  await cluster.sql('create index on seats (taken_by)');
  await cluster.sql('checkpoint');
  const pages = [...pagesIn(cluster.dataDirectory)];
  expect(pages.length).toBeGreaterThan(1000);
  expect(pages.filter(({page, block}) => !isPageSound(page, block)).map(({file, block}) => ({file, block}))).toEqual(
    [],
  );
});

test('a page has the checksum and the LSN that the server gives it', async () => {
  await cluster.sql('create extension if not exists pageinspect');
  const rows = await cluster.sql(`
    select encode(page, 'hex') as bytes, n as block, page_checksum(page, n) as checksum, (page_header(page)).lsn::text as lsn
      from generate_series(0, 8) n, get_raw_page('pg_class', n) page`);
  for (const {bytes, block, checksum, lsn} of rows) {
    const page = Buffer.from(String(bytes), 'hex');
    // The column is a signed int2.
    expect(pageChecksum(page, Number(block))).toBe(Number(checksum) & 0xffff);
    expect(readPageHeader(page).lsn).toBe(lsn);
  }
});

type Page = {readonly file: string; readonly block: number; readonly page: Uint8Array};

function* pagesIn(dataDirectory: string): Generator<Page> {
  for (const entry of readdirSync(join(dataDirectory, 'base'), {recursive: true, withFileTypes: true})) {
    if (entry.isFile() && /^\d+(_fsm|_vm)?$/.test(entry.name)) {
      const file = join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      for (let block = 0; (block + 1) * pageBytes <= bytes.length; block += 1) {
        yield {file, block, page: bytes.subarray(block * pageBytes, (block + 1) * pageBytes)};
      }
    }
  }
}
