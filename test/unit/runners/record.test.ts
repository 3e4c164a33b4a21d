/** A keeper's record as a later session reads it. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readTrace} from '../../../src/runners/record.ts';

const written = (text: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-record-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'session-1.jsonl');
  writeFileSync(path, text);
  return path;
};

test('what became of an attempt is found among those of others', () => {
  const path = written(`
{"type":"keeper","pid":90,"startTicks":"11","bootId":"b"}

{"type":"spawned","id":1,"attempt":"dump#1","pid":91,"startTicks":"12","out":"o","err":"e","deadlineUptimeS":5}

{"type":"spawned","id":2,"attempt":"share#1","pid":92,"startTicks":"13","out":"o","err":"e","deadlineUptimeS":5}

{"type":"ended","id":1,"attempt":"dump#1","exit":0,"signal":null,"timedOut":false,"atMs":3,"uptimeS":1,"outBytes":0,"errBytes":0}
`);

  expect(readTrace(path, 'dump#1')).toMatchObject({
    keepers: [{pid: 90}],
    spawned: {pid: 91},
    spawnedBy: {pid: 90},
    outcome: {exit: 0},
  });
  expect(readTrace(path, 'share#1').outcome).toBeUndefined();
});

test('a line cut short by a full disk is no result and does not hide the next', () => {
  const path = written(`
{"type":"ended","id":1,"attempt":"dump#1","exit":
{"type":"ended","id":2,"attempt":"share#1","exit":0,"signal":null,"timedOut":false,"atMs":3,"uptimeS":1,"outBytes":0,"errBytes":0}
TypeError: the keeper died of this
`);

  expect(readTrace(path, 'dump#1')).toEqual({keepers: []});
  expect(readTrace(path, 'share#1').outcome).toMatchObject({exit: 0});
});

test('where there is no record there is no trace', () => {
  expect(readTrace('/nowhere/session-1.jsonl', 'dump#1')).toEqual({keepers: []});
});
