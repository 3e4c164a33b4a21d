/** The faults by the command line: what there is, what is refused with a way out, and a lab that stands and is broken. */
import {expect, test} from 'vitest';
import {faults} from '../../src/lab/faults.ts';
import {expectNothingLeft} from '../support/drills.ts';
import {expectRefusal, makeDesk} from '../support/lifeboat.ts';

test('faults are listed with their parameters, for people and for programs', async () => {
  const desk = makeDesk();
  const listed = await desk.lifeboat(['lab', 'faults']);
  expect({code: listed.code, stderr: listed.stderr}).toEqual({code: 0, stderr: ''});
  expect(listed.stdout).toContain('drop_table: Drop a table');
  expect(listed.stdout).toContain('  block (optional): the number of the page');

  const known = JSON.parse((await desk.lifeboat(['lab', 'faults', '--json'])).stdout);
  expect(known.map(({name}: {readonly name: string}) => name)).toEqual(Object.keys(faults));
  expect(known[0]).toEqual({
    name: 'delete_rows',
    summary: expect.stringContaining('Delete the rows'),
    parameters: [
      {name: 'table', summary: 'the table', needed: true},
      {name: 'where', summary: expect.any(String), needed: true},
    ],
    needs: null,
    lack: null,
  });
});

test.each([
  ['a fault that nobody knows', ['drop_tabel'], 'Did you mean drop_table? See what there is with'],
  ['a parameter that is missing', ['drop_table'], 'lacks its parameter "table"; drop_table takes table'],
  ['a parameter that nobody knows', ['catalogue', '--set', 'table=orders'], 'catalogue takes none'],
  ['a setting without a value', ['drop_table', '--set', 'table'], '--set takes name=value'],
  ['no lab', ['drop_table', '--set', 'table=orders'], 'There is no lab that stands by itself; build one with'],
])('%s is refused before anything is looked at', async (_what, args, says) => {
  expectRefusal(await makeDesk().lifeboat(['lab', 'break', ...args]), 2, says);
});

test('a lab that stands is broken, and not twice in the same way', async () => {
  const desk = makeDesk();
  expect(await desk.lifeboat(['lab', 'up', '--scale', '100', '--json'])).toMatchObject({code: 0});
  const broken = await desk.lifeboat(['lab', 'break', 'drop_table', '--set', 'table=payments', '--json']);
  expect({code: broken.code, stderr: broken.stderr}).toEqual({code: 0, stderr: ''});
  expect(JSON.parse(broken.stdout)).toEqual({
    run: expect.stringContaining('-lab-'),
    fault: 'drop_table',
    summary: expect.stringMatching(/^drop public\.payments with \d+ rows$/),
    symptom: 'public.payments is not there',
    transaction: expect.stringMatching(/^\d+$/),
    committedAt: expect.stringMatching(/^20.*Z$/),
    rowsLost: expect.any(Number),
    detail: null,
  });

  const again = ['lab', 'break', 'drop_table', '--set', 'table=payments'];
  expectRefusal(await desk.lifeboat(again), 2, /no table "payments"\.\n {2}Nothing is broken\./);
  const said = await desk.lifeboat([
    'lab',
    'break',
    'bad_update',
    '--set',
    'table=venues',
    '--set',
    "set=city = 'Oslo'",
    '--set',
    'where=true',
  ]);
  expect(said.stdout).toMatch(/^Lab: change \d+ rows of public\.venues: done in /);
  expect(said.stdout).toMatch(/^It happened in transaction \d+, which committed at 20/m);
  const stolen = ['lab', 'break', 'exfiltration', '--set', 'table=customers'];
  expectRefusal(await desk.lifeboat(stolen), 2, 'Exfiltration needs a lab whose clients have passwords');
  expect(await desk.lifeboat(['lab', 'down'])).toMatchObject({code: 0});
  expectNothingLeft(desk);
});

test('a lab whose clients have passwords is broken into, and the intruder goes on beside its application', async () => {
  const desk = makeDesk();
  expect(await desk.lifeboat(['lab', 'up', '--scale', '100', '--with', 'credentials', '--json'])).toMatchObject({
    code: 0,
  });
  const steal = ['lab', 'break', 'exfiltration', '--set', 'table=customers'];
  expect(await desk.lifeboat(steal)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is broken: somebody from 127.0.0.66 is in as app.'),
  });
  expectRefusal(await desk.lifeboat(steal), 4, 'The symptom is there before the fault');
  expect(await desk.lifeboat(['lab', 'down'])).toMatchObject({code: 0, stderr: ''});
  expectNothingLeft(desk);
});
