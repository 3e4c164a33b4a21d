/** Which files `lifeboat lint` and its neighbours look at, and what they say of a path that is none of theirs. */
import {mkdirSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectRefusal, makeDesk, shippedRunbooks, typedName} from '../support/lifeboat.ts';
import {deskWith, misspelt} from '../support/lint-desk.ts';
import {smallRunbook} from '../support/small-runbook.ts';

test('without a path it says which folder it looked at, and when that is not one of one’s own', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  const shipped = await desk.lifeboat(['lint']);
  expect(shipped.code).toBe(0);
  expect(shipped.stdout).toBe(`${shipped.stdout.split(' ')[0]} files in ${shippedRunbooks}: 0 errors, 0 warnings\n`);
  expect(shipped.stderr).toBe(
    `lifeboat: there is no folder runbooks here, so only the shipped runbooks were looked at. Those that lie here: ${typedName} lint .\n`,
  );
  for (const format of ['json', 'sarif', 'github']) {
    expect((await desk.lifeboat(['lint', '--format', format])).stderr).toBe(shipped.stderr);
  }
  expect((await makeDesk().lifeboat(['lint'])).stderr).toContain(`Others: ${typedName} lint PATH`);

  mkdirSync(join(desk.directory, 'runbooks'));
  desk.file('runbooks/shop-outage.yaml', smallRunbook(''));
  expect(await desk.lifeboat(['lint'])).toEqual({
    code: 0,
    signal: null,
    stdout: '2 files in runbooks: 0 errors, 0 warnings\n',
    stderr: '',
  });
});

test('who is refused for a faulty runbook is told how to look at that one again', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  desk.file('run book.yaml', smallRunbook(misspelt));
  for (const command of ['run', 'graph', 'print']) {
    expectRefusal(
      await desk.lifeboat([command, 'shop-outage.yaml']),
      3,
      `\`${typedName} lint shop-outage.yaml\` checks`,
    );
  }
  expectRefusal(await desk.lifeboat(['graph', 'run book.yaml']), 3, `\`${typedName} lint 'run book.yaml'\` checks`);
});

test('a plan is no runbook, and whoever gives one is told so', async () => {
  const {desk} = deskWith(smallRunbook(''));
  for (const command of [['graph'], ['print'], ['run'], ['run', '--dry-run'], ['drill']]) {
    const ended = await desk.lifeboat([...command, 'plan.yaml']);
    expectRefusal(ended, 2, 'plan.yaml is a plan, not a runbook.');
    expect(ended.stderr).toContain(`\`${typedName} lint plan.yaml\` checks a plan.`);
    expect(ended.stdout).toBe('');
  }
  const proof = await desk.lifeboat(['lint', '--proof', './plan.yaml']);
  expectRefusal(proof, 2, 'A proof is of one runbook.');
  expect(proof.stderr).toContain('./plan.yaml is a plan.');
  expect(await desk.lifeboat(['lint', 'plan.yaml'])).toMatchObject({code: 0, stdout: '1 file: 0 errors, 0 warnings\n'});
});

test('two formats at once are refused, the same one twice is not', async () => {
  const {desk} = deskWith(smallRunbook(''));
  for (const format of ['sarif', 'github', 'text']) {
    const ended = await desk.lifeboat(['lint', '--json', '--format', format, 'shop-outage.yaml']);
    expectRefusal(ended, 2, `--json and --format ${format} do not go together.`);
    expect(ended.stdout).toBe('');
  }
  const same = await desk.lifeboat(['lint', '--format=json', '--json', 'shop-outage.yaml']);
  expect(same).toMatchObject({code: 0, stdout: '{"ok":true,"findings":[]}\n', stderr: ''});
});

test('a link that leads round in a circle is called that, named or found', async () => {
  const {desk} = deskWith(smallRunbook(''));
  symlinkSync('loop.yaml', join(desk.directory, 'loop.yaml'));
  for (const path of ['loop.yaml', '.']) {
    const ended = await desk.lifeboat(['lint', path]);
    expect(ended).toMatchObject({code: 3, stderr: ''});
    expect(ended.stdout).toContain('this file cannot be read: its links lead round in a circle');
  }
  for (const command of [['run'], ['graph'], ['lint', '--proof']]) {
    const ended = await desk.lifeboat([...command, 'loop.yaml']);
    expectRefusal(ended, 2, 'loop.yaml cannot be read: its links lead round in a circle.');
  }
});

test('a link that leads out of a folder is not read by whoever looks through that folder', async () => {
  const {desk} = deskWith(smallRunbook(''));
  const foreign = desk.file('foreign', 'only for me\n');
  mkdirSync(join(desk.directory, 'runbooks'));
  symlinkSync(foreign, join(desk.directory, 'runbooks', 'x.yaml'));
  symlinkSync('../shop-outage.yaml', join(desk.directory, 'runbooks', 'shop-outage.yaml'));
  const folder = await desk.lifeboat(['lint', 'runbooks']);
  expect(folder.code).toBe(3);
  expect(folder.stdout.match(/cannot be read: it is a link that leads out of its folder/g)).toHaveLength(2);
  expectRefusal(await desk.lifeboat(['run', 'x']), 2, /x\.yaml cannot be read: it is a link that leads out/);

  // Within the folder that was asked for, and by its own name, it may lead where it wants.
  expect((await desk.lifeboat(['lint', 'runbooks/shop-outage.yaml'])).code).toBe(0);
  expect((await desk.lifeboat(['lint', '.'])).stdout).not.toContain('runbooks/shop-outage.yaml');
  expect((await desk.lifeboat(['run', 'shop-outage', '--dry-run'])).code).toBe(0);
  const plan = join(desk.directory, 'plan.yaml');
  symlinkSync('../plan.yaml', join(desk.directory, 'runbooks', 'plan.yaml'));
  expect((await desk.lifeboat(['run', 'shop-outage', '--dry-run'])).stdout).toContain('runbooks/plan.yaml');
  rmSync(plan);
  symlinkSync('/etc/hostname', plan);
  const planned = [await desk.lifeboat(['lint', 'shop-outage.yaml']), await desk.lifeboat(['run', 'shop-outage.yaml'])];
  expect(planned.map(({code}) => code)).toEqual([3, 2]);
  for (const {stdout, stderr} of [folder, ...planned]) {
    expect(stdout + stderr).toContain('it is a link that leads out of its folder');
    expect(stdout).not.toContain('only for me');
  }
});

test('a runbook that lies here is found by its id, and other YAML is not named as one', async () => {
  const {desk} = deskWith(smallRunbook(''));
  desk.file('compose.yaml', 'services: {}\n');
  expect((await desk.lifeboat(['graph', 'shop-outage'])).code).toBe(0);
  expect((await desk.lifeboat(['print', 'shop-outage'])).code).toBe(0);
  expect(await desk.lifeboat(['lint', 'shop-outage'])).toMatchObject({
    code: 0,
    stdout: '2 files: 0 errors, 0 warnings\n',
  });
  expect((await desk.lifeboat(['lint', '--proof', 'shop-outage'])).code).toBe(0);
  expect((await desk.lifeboat(['run', 'shop-outage', '--dry-run'])).code).toBe(0);

  const nowhere = await desk.lifeboat(['run', 'nowhere-at-all']);
  expectRefusal(nowhere, 2, 'There are: shop-outage, ');
  expect(nowhere.stderr).not.toContain('compose');
  expectRefusal(
    await desk.lifeboat(['lint', 'shop-outag']),
    2,
    /shop-outag does not exist[\s\S]*did you mean "shop-outage"/,
  );
});

test('a file that is called otherwise than its id is a warning, and the runbook runs all the same', async () => {
  const {desk} = deskWith(smallRunbook(''));
  desk.file('copy.yaml', smallRunbook(''));
  const ended = await desk.lifeboat(['lint', '.']);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('warning[runbook/other-file]: this runbook is found as "copy"');
  expect(ended.stdout).toContain('warning[runbook/duplicate-id]: shop-outage.yaml has the id "shop-outage" too');
  expect(ended.stdout).toContain('3 files: 0 errors, 3 warnings');
  expect((await desk.lifeboat(['graph', 'copy'])).code).toBe(0);
});

test('a proof sheet is broken at words on a terminal, and stays whole in a pipe', async () => {
  const {desk} = deskWith(smallRunbook(''));
  const piped = (await desk.lifeboat(['lint', '--proof', 'shop-outage.yaml'])).stdout;
  expect(piped.split('\n').some(line => line.length > 80)).toBe(true);
  const terminal = desk.terminal(['lint', '--proof', 'shop-outage.yaml'], {columns: 80, rows: 60});
  expect((await terminal.exited).code).toBe(0);
  const words = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '');
  expect(words(terminal.scrollback().join('\n'))).toEqual(words(piped));
});
