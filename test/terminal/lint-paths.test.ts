/** Which files `lifeboat lint` and its neighbours look at, and what they say of a path that is none of theirs. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectRefusal, makeDesk, shippedRunbooks, typedName} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: copy
    title: Copy the files
    estimat: 10m
    command: [cp, -a, /backup/shop, /srv/shop]
`;

const deskWith = (text: string) => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  return {desk, path: desk.file('shop-outage.yaml', text)};
};

test('without a path it says which folder it looked at, and when that is not one of one’s own', async () => {
  const {desk} = deskWith(smallRunbook(steps));
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
  const {desk} = deskWith(smallRunbook(steps));
  desk.file('run book.yaml', smallRunbook(steps));
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
