/** Starts the object store of a lab: Ceph with its S3 gateway, on loopback, as the account that runs servers, and a bucket with object lock. */
import {randomUUID} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {credentialsText} from '../../object-store/credentials.ts';
import {askStore, textBody} from '../../object-store/request.ts';
import {openStore} from '../../object-store/store-place.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {findProgram, giveTo, runAs, type ServerUser} from '../../postgres/server-user.ts';
import {type Companion, isListenedTo, startCompanion} from '../network/companion.ts';
import {cephFile, cephText} from './ceph-configuration.ts';
import {makeCertificates} from './certificates.ts';
import type {ObjectStore} from './object-store.ts';
import {findStorePrograms, type StorePrograms} from './store-programs.ts';

type OnStarted = (companion: Companion) => void;

/** Starts it; clients find everything in the files that its place names. Throws what the file system throws. */
export const startObjectStore = async (
  store: ObjectStore,
  {user}: ServerTools,
  onStarted: OnStarted,
): Promise<Result<void>> => {
  const programs = await findStorePrograms();
  if (!programs.ok) {
    return programs;
  }
  makePlaces(store, user);
  const sure = await makeCertificates(store, {user, openssl: programs.value.openssl});
  const begun = sure.ok ? await makeCluster(store, user) : sure;
  if (!begun.ok) {
    return begun;
  }
  const start = (one: Part) => startPart({store, user, programs: programs.value, onStarted}, one);
  const monitor = await start({
    name: 'store-monitor',
    program: 'ceph-mon',
    words: ['-i', 'a'],
    isReady: () => isListenedTo({host: '127.0.0.1', port: store.plan.monitor}),
  });
  const disk = monitor.ok ? await makeDisk(store, user, programs.value) : monitor;
  const kept = disk.ok
    ? await start({name: 'store-disk', program: 'ceph-osd', words: ['-i', '0'], isReady: async () => true})
    : disk;
  const open = kept.ok
    ? await start({
        name: 'store-gateway',
        program: 'radosgw',
        words: ['-n', 'client.rgw'],
        isReady: () => isListenedTo({host: '127.0.0.1', port: store.plan.gateway}),
      })
    : kept;
  const known = open.ok ? await makeUser(store, user) : open;
  return known.ok ? makeBucket(store) : known;
};

const makePlaces = ({directory}: ObjectStore, user: ServerUser): void => {
  for (const place of [directory, ...['monitor', 'disk', 'gateway', 'run'].map(name => join(directory, name))]) {
    mkdirSync(place, {mode: 0o700});
    giveTo(user, place);
  }
};

/** What comes with Ceph's own programs, in the packages that they need. */
const runCeph = async (user: ServerUser, program: string, words: readonly string[]): Promise<Result<string>> => {
  const path = findProgram(program);
  if (path === null) {
    return fail(`${program} of Ceph is not here; install ceph-common`);
  }
  const done = await runAs(user, [path, ...words]);
  return done.ok
    ? succeed(done.value.stdout)
    : fail(`the object store of the lab: ${program} failed: ${done.reason.output}`);
};

const inOrder = async (
  user: ServerUser,
  commands: readonly (readonly [string, ...string[]])[],
): Promise<Result<void>> => {
  for (const [program, ...words] of commands) {
    const done = await runCeph(user, program, words);
    if (!done.ok) {
      return done;
    }
  }
  return succeed(undefined);
};

/** Its keys are drawn by Ceph itself and stand in files only. */
const makeCluster = async (store: ObjectStore, user: ServerUser): Promise<Result<void>> => {
  const {directory, plan} = store;
  const [keyring, map, fsid] = [join(directory, 'keyring'), join(directory, 'monmap'), randomUUID()];
  writeFileSync(cephFile(store), cephText(store, fsid), {mode: 0o600});
  giveTo(user, cephFile(store));
  const add = (name: string, ...rights: readonly string[]): [string, ...string[]] => [
    'ceph-authtool',
    keyring,
    '--gen-key',
    '-n',
    name,
    ...rights.flatMap(right => ['--cap', ...right.split('=')]),
  ];
  return inOrder(user, [
    ['ceph-authtool', '--create-keyring', keyring],
    add('mon.', 'mon=allow *'),
    add('client.admin', 'mon=allow *', 'osd=allow *'),
    add('osd.0', 'mon=allow profile osd', 'osd=allow *'),
    add('client.rgw', 'mon=allow rwx', 'osd=allow rwx'),
    ['monmaptool', '--create', '--addv', 'a', `[v2:127.0.0.1:${plan.monitor}]`, '--fsid', fsid, map],
    ['ceph-mon', '-c', cephFile(store), '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring],
  ]);
};

const makeDisk = async (store: ObjectStore, user: ServerUser, programs: StorePrograms): Promise<Result<void>> => {
  const uuid = randomUUID();
  const known = await runCeph(user, 'ceph', ['-c', cephFile(store), '--connect-timeout', '30', 'osd', 'new', uuid]);
  if (!known.ok) {
    return known;
  }
  const made = await runAs(user, [
    programs['ceph-osd'],
    '-c',
    cephFile(store),
    '-i',
    '0',
    '--mkfs',
    '--osd-uuid',
    uuid,
  ]);
  return made.ok ? succeed(undefined) : fail(`the disk of the object store cannot be made: ${made.reason.output}`);
};

type Part = {
  readonly name: Extract<Companion['name'], `store-${string}`>;
  readonly program: keyof StorePrograms;
  readonly words: readonly string[];
  readonly isReady: () => Promise<boolean>;
};

type Starting = {
  readonly store: ObjectStore;
  readonly user: ServerUser;
  readonly programs: StorePrograms;
  readonly onStarted: OnStarted;
};

/** The gateway makes its pools first, which takes six seconds of a quiet machine. */
const readyWithinMs = 90_000;

const startPart = ({store, user, programs, onStarted}: Starting, {name, program, words, isReady}: Part) => {
  const own = join(store.directory, name.replace('store-', ''));
  return startCompanion(
    {
      name,
      command: [programs[program], '-c', cephFile(store), '-f', ...words],
      user,
      logFile: join(store.directory, `${name}.log`),
      cwd: own,
      readyWithinMs,
      isReady,
    },
    onStarted,
  );
};

/** Whose keys these are, Ceph draws: on a command line everybody could read them. */
const makeUser = async (store: ObjectStore, user: ServerUser): Promise<Result<void>> => {
  const made = await runCeph(user, 'radosgw-admin', [
    ...['-c', cephFile(store), 'user', 'create'],
    ...['--uid=repository', '--display-name=Repository of backups'],
  ]);
  if (!made.ok) {
    return made;
  }
  const [, accessKeyId = ''] = /"access_key": "([^"\\]+)"/.exec(made.value) ?? [];
  const [, secretAccessKey = ''] = /"secret_key": "([^"]+)"/.exec(made.value) ?? [];
  if (accessKeyId === '' || secretAccessKey === '') {
    return fail('the object store of the lab tells no keys of its new user');
  }
  const {credentialsFile} = store.place;
  const secret = String(JSON.parse(`"${secretAccessKey}"`));
  writeFileSync(credentialsFile, credentialsText({accessKeyId, secretAccessKey: secret}), {mode: 0o600});
  giveTo(user, credentialsFile);
  return succeed(undefined);
};

/** For a day nobody deletes a version, not even the owner of the bucket, whose keys these are. */
const lockText = `<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>`;

const makeBucket = async ({place}: ObjectStore): Promise<Result<void>> => {
  const opened = openStore(place);
  if (!opened.ok) {
    return opened;
  }
  const made = await askStore(opened.value, {method: 'PUT', headers: {'x-amz-bucket-object-lock-enabled': 'true'}});
  const locked = made.ok
    ? await askStore(opened.value, {method: 'PUT', query: {'object-lock': ''}, body: textBody(lockText)})
    : made;
  return locked.ok ? succeed(undefined) : fail(locked.reason.message);
};
