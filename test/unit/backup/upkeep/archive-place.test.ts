/** A file in the way of a segment is moved away and kept; the way back never lies when the segment has arrived meanwhile. */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {parse} from 'yaml';
import {inTheWay} from '../../../../src/backup/upkeep/archive-place.ts';

const runbook = join(import.meta.dirname, '../../../../runbooks/infrastructure/archive-broken.yaml');
const segment = '0000000100000000000000A7';
let archive: string;

beforeEach(() => {
  archive = mkdtempSync(join(tmpdir(), 'lifeboat archive '));
});
afterEach(() => rmSync(archive, {recursive: true}));

/** The program of a step of the shipped runbook, wherever it stands in it. */
const stepOf = (id: string): {command: string[]; undo: {script: {text: string}}} => {
  const find = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? undefined
      : 'id' in value && value.id === id
        ? value
        : Object.values(value)
            .map(find)
            .find(one => one !== undefined);
  return find(parse(readFileSync(runbook, 'utf8'))) as ReturnType<typeof stepOf>;
};

test('the undo of the runbook puts the file back, or says why it does not, and loses neither', () => {
  const {command, undo} = stepOf('move_out');
  const place = join(archive, segment);
  const [program = '', ...words] = command.map(word => word.replace('${steps.why.outputs.place}', place));
  const goBack = () =>
    spawnSync('sh', ['-c', undo.script.text], {env: {PATH: process.env.PATH, SEGMENT: place}, encoding: 'utf8'});
  writeFileSync(place, 'half');
  execFileSync(program, words);
  expect(readdirSync(archive)).toEqual([`${segment}.in-the-way`]);
  expect(goBack()).toMatchObject({status: 0, stderr: ''});
  expect(readFileSync(place, 'utf8')).toBe('half');

  execFileSync(program, words);
  writeFileSync(place, 'whole');
  expect(goBack()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is there again: the server has archived'),
  });
  expect(readFileSync(place, 'utf8')).toBe('whole');
  expect(readFileSync(`${place}.in-the-way`, 'utf8')).toBe('half');
});

test('that very segment, and one that was cut short, are told apart from nothing in the way', () => {
  const [there, own] = [join(archive, segment), join(archive, 'own')];
  expect(inTheWay(there, own)).toBeNull();
  writeFileSync(own, 'whole');
  writeFileSync(there, 'whole');
  expect(inTheWay(there, own)).toMatchObject({
    cause: 'in_the_way',
    sentence: expect.stringContaining('is that very segment'),
  });
  writeFileSync(there, 'half');
  expect(inTheWay(there, own)).toMatchObject({cause: 'in_the_way', sentence: expect.stringContaining('4 bytes of 5')});
});
