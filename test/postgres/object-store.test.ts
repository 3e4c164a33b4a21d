/** An object store in a lab, with versions and object lock: who has its keys can delete what is seen, and nothing that is locked. */
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {fileDigest} from '../../src/backup/drivers/file-digest.ts';
import {contentsName, filesOf, objectKey, parseContents} from '../../src/backup/stored-copies/contents.ts';
import {fetchCopy} from '../../src/backup/stored-copies/fetch-copy.ts';
import {findCopies} from '../../src/backup/stored-copies/find-copies.ts';
import {sendCopy} from '../../src/backup/stored-copies/send-copy.ts';
import {type Application, startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {deleteForGood} from '../../src/lab/intruder/empty-store.ts';
import {readStoredCopy, takeStoredCopy} from '../../src/lab/object-store/stored-copy.ts';
import {judge} from '../../src/lab/oracle.ts';
import {askStore, textBody} from '../../src/object-store/request.ts';
import {openStore, type Store} from '../../src/object-store/store-place.ts';
import {listVersions} from '../../src/object-store/versions.ts';
import {programsIn} from '../../src/postgres/process-identity.ts';
import {canRead, giveTo} from '../../src/postgres/server-user.ts';
import {needPackages} from '../support/debian-packages.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));

type Standing = {readonly estate: Estate; readonly application: Application; readonly store: Store};

let opening: Promise<Standing> | undefined;

/** Built by the first test that is not left out: it takes packages that no desk needs. */
const standing = (): Promise<Standing> => {
  opening ??= build();
  return opening;
};

const build = async (): Promise<Standing> => {
  needPackages({'ceph-mon': 'ceph-mon', 'ceph-osd': 'ceph-osd', radosgw: 'radosgw', openssl: 'openssl'});
  const run = `store-${process.pid}`;
  const estate = must(await openEstate({run, stateDir, scale: 400, withAccounts: true, withObjectStore: true}));
  must(await takeBaseBackup(estate));
  must(await takeStoredCopy(estate));
  const store = must(openStore(estate.objectStore?.place ?? expect.fail('the lab has no object store')));
  return {estate, application: startApplication(estate), store};
};

afterAll(async () => {
  if (opening !== undefined) {
    const {estate, application, store} = await opening;
    await application.stop();
    store.agent.destroy();
    must(await estate.dismantle());
    expect(programsIn(estate.directory, ['ceph-mon', 'ceph-osd', 'radosgw'])).toEqual([]);
  }
  rmSync(stateDir, {recursive: true});
});

const storedFindings = async ({estate, application}: Standing, damage: Damage) =>
  must(await judge(estate, {damage, writes: application.writes()}))
    .filter(({name}) => name.startsWith('stored_copy'))
    .map(({name, ok, detail}) => `${name} ${ok ? 'holds' : 'fails'}: ${detail.replaceAll(estate.directory, '')}`);

const newestOf = async (of: Store) => must(await findCopies(of)).newest;

test('an intruder with the keys of the repository deletes its objects, and the locked versions come back as they were', {
  timeout: 300_000,
}, async () => {
  const lab = await standing();
  const {estate, store} = lab;
  const sent = readStoredCopy(estate.directory);
  const before = await newestOf(store);
  expect(before).toMatchObject({...sent, missing: 0, deleted: 0, lockedUntil: expect.stringMatching(/^20/)});

  const {damage} = must(
    await breakLab(
      estate,
      {deleted_backups: {table: 'customers', set: "email = 'x' || id || '@intruder.test'", where: 'id % 50 = 1'}},
      undefined,
    ),
  );
  const seen = await askStore(store, {method: 'GET', query: {'list-type': '2'}});
  expect(must(seen).text).not.toContain('<Contents>');
  const found = await newestOf(store);
  expect(found).toMatchObject({...sent, missing: 0, deletedSince: expect.stringMatching(/^20/)});
  expect(found?.deleted).toBeGreaterThan(0);
  expect(await storedFindings(lab, damage)).toEqual([
    expect.stringMatching(/^stored_copy_locked holds: with the keys that were stolen, deleting each of the \d+ locked/),
    'stored_copy_is_back fails: no directory of the lab has what was in the object store',
  ]);

  const intoDir = `${estate.side}-fetched`;
  const fetchInto = (directory: string) =>
    fetchCopy({store, version: found?.version ?? '', sha256: sent?.sha256, intoDir: directory});
  const fetched = must(await fetchInto(intoDir));
  expect(fetched).toMatchObject({files: found?.files, bytes: found?.bytes, kept: 0});
  expect(await storedFindings(lab, damage)).toContainEqual(
    expect.stringMatching(/^stored_copy_is_back holds: all \d+ files at \/side-fetched are those that were backed up/),
  );
  expect(await fetchInto(intoDir)).toMatchObject({ok: true, value: {kept: fetched.files}});
  expect(await canRead(estate.tools.user, join(intoDir, 'backup', 'PG_VERSION'))).toBe(true);

  // As a fetch that was broken off leaves it: the list, and a part of a file.
  const begun = `${estate.side}-begun`;
  mkdirSync(join(begun, 'backup'), {recursive: true});
  copyFileSync(join(intoDir, contentsName), join(begun, contentsName));
  writeFileSync(join(begun, 'backup', 'backup_label'), 'START WAL');
  expect(must(await fetchInto(begun)).kept).toBeLessThan(fetched.files);
  const contents = must(parseContents(readFileSync(join(begun, contentsName), 'utf8')));
  expect(filesOf(contents).filter(({path, sha256}) => fileDigest(join(begun, path)) !== sha256)).toEqual([]);
  expect(filesOf(contents).map(({path}) => path)).toContain('backup/PG_VERSION');
  rmSync(begun, {recursive: true});

  writeFileSync(join(intoDir, 'backup', 'backup_label'), 'START WAL LOCATION: 0/0\n');
  expect(await storedFindings(lab, damage)).toContainEqual(
    'stored_copy_is_back fails: not as they were backed up: backup/backup_label',
  );
});

test.runIf(process.getuid?.() === 0)(
  'as root nothing is written where the account of the server has its hands, and nothing changed is taken for a copy',
  async () => {
    const {estate, store} = await standing();
    const {version = ''} = (await newestOf(store)) ?? {};
    const intoDir = `${estate.side}-fetched`;
    expect(await fetchCopy({store, version, sha256: undefined, intoDir})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('somebody has changed it since'),
    });
    const more = `${estate.side}-more`;
    const again = () => fetchCopy({store, version, sha256: undefined, intoDir: more});
    const {files} = must(await again());
    expect(await again()).toMatchObject({ok: true, value: {kept: files}});
    // Of the copy nothing was changed, and a server that is started on it would follow another one.
    writeFileSync(join(more, 'backup', 'standby.signal'), '');
    expect(await again()).toMatchObject({ok: false, reason: expect.stringContaining('somebody has changed it since')});
    rmSync(more, {recursive: true});
    const theirs = `${estate.side}-theirs`;
    mkdirSync(theirs);
    giveTo(estate.tools.user, theirs);
    expect(await fetchCopy({store, version, sha256: undefined, intoDir: theirs})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('belongs to another account'),
    });
  },
);

test('what is not the copy that was sent is not brought back, and not into a place that has something else', async () => {
  const {estate, store} = await standing();
  const [copy, other] = [`${estate.side}-other`, estate.archive];
  const version = (await newestOf(store))?.version ?? '';
  expect(await fetchCopy({store, version, sha256: '0'.repeat(64), intoDir: copy})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is not the one that was wanted'),
  });
  writeFileSync(join(other, 'README'), 'not yours');
  expect(await fetchCopy({store, version, sha256: undefined, intoDir: other})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('has something in it that is not of this copy'),
  });
  expect(readFileSync(join(other, 'README'), 'utf8')).toBe('not yours');
});

test('a list that somebody forged leads out of no directory, and the copy below it is still the newest', async () => {
  const {store} = await standing();
  const {version} = (await newestOf(store)) ?? expect.fail('there is a copy');
  const outside = {path: '../../escaped', bytes: 1, sha256: '0'.repeat(64)};
  const part = {name: 'part-00001.tar', bytes: 1, sha256: '0'.repeat(64), version, files: [outside]};
  const forged = JSON.stringify({format: 1, directories: [], parts: [part]});
  const key = objectKey(store.prefix, contentsName);
  must(await askStore(store, {method: 'PUT', key, body: textBody(forged)}));
  expect(must(await findCopies(store))).toMatchObject({
    newest: {version},
    unreadable: [expect.stringContaining('no list')],
  });
  expect(must(await findCopies(store, {beforeMs: 0}))).toEqual({copies: [], newest: null, unreadable: []});
});

test('without versions a bucket is refused, and without a lock a copy is gone for good', async () => {
  const {estate, store} = await standing();
  const plain = {...store, bucket: 'plain'};
  must(await askStore(plain, {method: 'PUT'}));
  const small = join(estate.directory, 'small');
  makeSmall(small);
  expect(await sendCopy(plain, small)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('the bucket plain keeps no versions'),
  });

  const versioned = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  must(await askStore(plain, {method: 'PUT', query: {versioning: ''}, body: textBody(versioned)}));
  expect(must(await sendCopy(plain, small))).toMatchObject({files: 2, lockedUntil: null});
  const [part] = must(await listVersions(plain, 'tickets/part-')).filter(({version}) => version !== 'null');
  expect(must(await deleteForGood(plain, part?.key ?? '', part?.version ?? ''))).toBe('gone');
  expect(must(await findCopies(plain))).toMatchObject({newest: null, copies: [{missing: 1}]});
});

/** Two files, one of them with a name that URLs spell otherwise, and a directory without any. */
const makeSmall = (directory: string): void => {
  mkdirSync(join(directory, 'empty'), {recursive: true});
  writeFileSync(join(directory, 'a+b (1)~ü.txt'), 'orders');
  writeFileSync(join(directory, 'none'), '');
};
