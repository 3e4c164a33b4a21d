/** Which paths are no place for a restore: what lies there would move, or nobody could come back. */
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test, vi} from 'vitest';
import {checkPlace, type Surroundings} from '../../../../src/backup/in-place/place.ts';
import {checkSideDirectory} from '../../../../src/backup/side-directory.ts';

let room: string;

beforeAll(() => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'lifeboat-place-')));
  mkdirSync(join(room, 'srv/pg/main'), {recursive: true});
  mkdirSync(join(room, 'lab/primary'), {recursive: true});
  symlinkSync(join(room, 'srv/pg/main'), join(room, 'data'));
  symlinkSync(join(room, 'srv'), join(room, 'disk'));
  symlinkSync(join(room, 'nowhere'), join(room, 'dangling'));
  writeFileSync(join(room, 'file'), '');
});

afterAll(() => rmSync(room, {recursive: true}));

const placed = (path: string, surroundings: Partial<Surroundings> = {}) => {
  const place = checkPlace(path.startsWith('@') ? join(room, path.slice(1)) : path, {apart: [], ...surroundings});
  return place.ok ? place.value : `${place.reason.kind}: ${place.reason.sentence}`;
};

test('a data directory is a place, and one that is gone as well', () => {
  expect(placed('@srv/pg/main')).toBe(join(room, 'srv/pg/main'));
  expect(placed('@srv/pg/main/')).toBe(join(room, 'srv/pg/main'));
  expect(placed('@srv/pg/gone')).toBe(join(room, 'srv/pg/gone'));
});

test('the root, a home directory and what holds one are none', () => {
  expect(placed('/')).toMatch(/^unsafe: .* far more than a cluster/);
  expect(placed(realpathSync(homedir()))).toMatch(/^unsafe: .* a home directory/);
});

test('an account whose home directory is not there has places too', () => {
  vi.stubEnv('HOME', join(room, 'nobody/home'));
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(placed('@srv/pg/main')).toBe(join(room, 'srv/pg/main'));
  expect(checkSideDirectory(join(room, 'side'), [])).toEqual({ok: true, value: join(room, 'side')});
});

test('a link is none, wherever it stands in the path', () => {
  expect(placed('@data')).toMatch(/^unsafe: .* leads by a link to .*srv\/pg\/main/);
  expect(placed('@disk/pg/main')).toMatch(/^unsafe: .* leads by a link/);
  expect(placed('@dangling')).toMatch(/^unsafe: /);
});

test('a file, a relative path and one whose parent is missing are none', () => {
  expect(placed('@file')).toMatch(/^unsafe: .* is not a directory/);
  expect(placed('srv/pg/main')).toMatch(/^unsafe: .* not an absolute path/);
  expect(placed('@no/such/place')).toMatch(/^unsafe: .* is not there/);
});

test('the state directory may neither lie in it nor around it', () => {
  const state = (path: string) => ({apart: [{what: 'The state directory', path: join(room, path)}]});
  expect(placed('@srv/pg/main', state('srv/pg/main/lifeboat'))).toMatch(
    /^unsafe: The state directory .* inside each other/,
  );
  expect(placed('@srv/pg/main', state('srv'))).toMatch(/^unsafe: The state directory/);
  // By another name it is the same place.
  expect(placed('@srv/pg/main', state('data/lifeboat'))).toMatch(/^unsafe: The state directory/);
  expect(placed('@srv/pg/main', state('srv/pg/main2'))).toBe(join(room, 'srv/pg/main'));
});

test('in a drill only what lies in the lab is one', () => {
  const within = join(room, 'lab');
  expect(placed('@lab/primary', {within})).toBe(join(room, 'lab/primary'));
  expect(placed('@srv/pg/main', {within})).toMatch(/^unsafe: This is a drill, and .* is not in its lab/);
  expect(placed('@lab', {within})).toMatch(/^unsafe: This is a drill/);
  expect(placed('@lab/primary', {within: '/nonexistent'})).toMatch(/^unsafe: This is a drill/);
});
