/** Compiled code that a start keeps for the next: used when it is whole and of this very script, and of no other. */
import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {placeIn} from '../../bin/this-node.cjs';
import {exitCodes} from '../../src/cli/exit-code.ts';

const loader = join(import.meta.dirname, '..', '..', 'bin', 'compiled-code.cjs');

const makePlace = () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeboat-code-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const [script, kept] = [join(folder, 'program.js'), join(folder, 'kept', 'run.code')];
  const start = () => {
    const argv = ['-e', 'require(process.argv[1]).runScript(process.argv[2], process.argv[3])', loader, script, kept];
    const {status, stdout, stderr} = spawnSync(process.execPath, argv, {encoding: 'utf8'});
    return {status, stdout, stderr};
  };
  return {
    start,
    kept,
    // As the build writes it: a function, and the name of its content at the end.
    write: (body: string, name: string) =>
      writeFileSync(
        script,
        `(function (exports, require, module, __filename, __dirname) {${body}})\n//# sourceMappingURL=program.js.map\n\n//${name}\n`,
      ),
  };
};

const says = (word: string) => ({status: 0, stdout: `${word}\n`, stderr: ''});

test('what the first start compiled is what the next one runs', () => {
  const {start, write} = makePlace();
  write("const say = () => console.log('ada'); say()", 'a1');
  expect(start()).toEqual(says('ada'));

  // V8 looks at the length of a text alone: that it says the old word shows that nothing was compiled.
  write("const say = () => console.log('bob'); say()", 'a1');
  expect(start()).toEqual(says('ada'));
});

test('code of another build is not run, and that of this one is kept in its place', () => {
  const {start, write, kept} = makePlace();
  write("console.log('ada')", 'a1');
  start();
  const before = readFileSync(kept);
  write("console.log('bob')", 'b2');

  expect(start()).toEqual(says('bob'));
  expect(readFileSync(kept).equals(before)).toBe(false);
});

test('code that the disk has damaged is not run, wherever it is damaged', () => {
  const {start, write, kept} = makePlace();
  write("console.log('ada')", 'a1');
  start();
  const whole = readFileSync(kept);
  for (const at of [3, 80, whole.length >> 1, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    writeFileSync(kept, damaged);
    expect(start()).toEqual(says('ada'));
    expect(readFileSync(kept).length).toBe(whole.length);
    expect(readFileSync(kept).equals(damaged)).toBe(false);
  }
  writeFileSync(kept, whole.subarray(0, whole.length >> 1));
  expect(start()).toEqual(says('ada'));
});

test.each([exitCodes.usage, exitCodes.invalid, exitCodes.unsafe, exitCodes.busy])(
  'a start that was refused ($code, $meaning) keeps nothing: it has compiled next to nothing',
  ({code}) => {
    const {start, write, kept} = makePlace();
    write(`console.log('no'); process.exitCode = ${code}`, 'a1');

    expect(start()).toEqual({...says('no'), status: code});
    expect(existsSync(kept)).toBe(false);
  },
);

test('where nothing can be kept it runs all the same', () => {
  const {start, write, kept} = makePlace();
  writeFileSync(join(kept, '..'), 'a file in the place of the folder');
  write("console.log('ada')", 'a1');

  expect(start()).toEqual(says('ada'));
});

test('nothing is kept, and nothing taken, where somebody else could have put it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeboat-cache-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const names = ['lifeboat', 'compiled'];
  const place = join(folder, ...names);
  expect(placeIn(folder, names)).toBe(place);
  mkdirSync(place, {recursive: true, mode: 0o700});
  expect(placeIn(folder, names)).toBe(place);
  chmodSync(place, 0o777);
  expect(placeIn(folder, names)).toBe(null);
  rmSync(place, {recursive: true});
  symlinkSync(tmpdir(), place);
  expect(placeIn(folder, names)).toBe(null);
  rmSync(place);
  chmodSync(folder, 0o1777);
  expect(placeIn(folder, names)).toBe(null);
});
