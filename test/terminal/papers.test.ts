/** `lifeboat graph` and `lifeboat print` as an author uses them: to the terminal, to a file, and with what is wrong. */
import {readFileSync, statSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {controlsIn, expectNoStackTrace, expectRefusal, makeDesk} from '../support/lifeboat.ts';
import {readDot, readMermaid, readSvg, readXstate, stateIds} from '../support/pictures.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: copy
    title: "Copy *the* \\"files\\" <b>"
    estimate: 10m
    command: [cp, -a, /backup/shop, /srv/shop]
`;

const deskWith = (text = smallRunbook(steps)) => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  desk.file('shop-outage.yaml', text);
  return desk;
};

test('a picture goes to standard output in each format, and whoever else reads it understands it', async () => {
  const desk = deskWith();
  const drawn = async (...format: readonly string[]): Promise<string> => {
    const ended = await desk.lifeboat(['graph', 'shop-outage.yaml', ...format]);
    expect(ended).toMatchObject({code: 0, stderr: ''});
    expect(controlsIn(ended.stdout)).toEqual([]);
    return ended.stdout;
  };
  expect((await readMermaid(await drawn())).nodes.get('s_copy')).toBe('Copy *the* "files" <b>\ncommand copy\n10 min');
  expect(readDot(await drawn('--format', 'dot')).edges).toContain('copy restored ');
  expect(readSvg(await drawn('--format', 'svg')).map(({text}) => text)).toContain('Copy *the* "files" <b>');
  expect(stateIds(readXstate(await drawn('--format', 'xstate')))).toContain('copy');
});

test('a file is written for handing out, again and again, but never over the runbook or its plan', async () => {
  const desk = deskWith();
  desk.file('another.yml', 'format: 1');
  symlinkSync('shop-outage.yaml', join(desk.directory, 'other-name'));
  const target = join(desk.directory, 'shop.svg');
  for (const _time of ['once', 'again']) {
    const ended = await desk.lifeboat(['graph', 'shop-outage.yaml', '--format', 'svg', '--output', 'shop.svg']);
    expect(ended).toMatchObject({code: 0, stdout: '', stderr: ''});
  }
  expect(readSvg(readFileSync(target, 'utf8')).length).toBeGreaterThan(10);
  expect(statSync(target).mode & 0o444).toBe(0o444 & ~process.umask());
  for (const command of ['graph', 'print']) {
    for (const own of ['shop-outage.yaml', './plan.yaml', 'other-name', 'another.yml']) {
      const refused = await desk.lifeboat([command, 'shop-outage.yaml', '--output', own]);
      expectRefusal(refused, 2, `${own} is a source, and is not written over.`);
    }
    const lost = await desk.lifeboat([command, 'shop-outage.yaml', '--output', 'no/such/folder.md']);
    expectRefusal(lost, 2, /no\/such\/folder\.md cannot be written: ENOENT/);
  }
  expect(readFileSync(join(desk.directory, 'plan.yaml'), 'utf8')).toBe(smallPlan);
});

test('an unknown format is one sentence, with what there is or what was meant', async () => {
  const desk = deskWith();
  const pdf = await desk.lifeboat(['graph', 'shop-outage.yaml', '--format', 'pdf']);
  expectRefusal(pdf, 2, 'There is no format "pdf".\n  there is mermaid, dot, svg and xstate');
  const slip = await desk.lifeboat(['graph', 'shop-outage.yaml', '--format', 'mermiad']);
  expectRefusal(slip, 2, 'did you mean "mermaid"?');
});

test('a picture that is too large for Mermaid says so, and is written all the same', async () => {
  const many = Array.from({length: 520}, (_, index) => `\n  - {id: look_${index}, title: Look, wait: 1s}`).join('');
  const desk = deskWith(smallRunbook(many));
  const ended = await desk.lifeboat(['graph', 'shop-outage.yaml']);
  expect(ended).toMatchObject({code: 0, stderr: expect.stringContaining('--format svg has no such bound')});
  expect(ended.stdout).toContain('s_look_519 --> s_restored');
  expect(await desk.lifeboat(['graph', 'shop-outage.yaml', '--format', 'svg'])).toMatchObject({code: 0, stderr: ''});
});

test('a runbook that does not load shows what the linter found', async () => {
  const desk = deskWith(smallRunbook(steps.replace('estimate', 'estimat')));
  for (const command of ['graph', 'print']) {
    const ended = await desk.lifeboat([command, 'shop-outage.yaml']);
    expectRefusal(ended, 3, 'error[step/unknown-field]: a command step has no field "estimat"');
    expect(ended.stderr).toContain('shop-outage.yaml has 1 error; nothing was done.');
    expect(ended.stdout).toBe('');
    expectRefusal(await desk.lifeboat([command, 'no-such-runbook']), 2, 'There is no runbook "no-such-runbook".');
  }
});

test('paper has the telephone numbers of the plan beside the runbook, and the time of printing', async () => {
  const ended = await deskWith().lifeboat(['print', 'shop-outage.yaml']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expectNoStackTrace(ended);
  expect(controlsIn(ended.stdout)).toEqual([]);
  expect(ended.stdout).toContain('- approver: Grace Hopper, +49 30 1235.');
  expect(ended.stdout).toMatch(/printed \d{4}-\d\d-\d\d \d\d:\d\d UTC · digest\s`[0-9a-f ]{19}`/);
  expect(ended.stdout).toContain(String.raw`### 1. Copy \*the\* "files" \<b>`);
  expect(ended.stdout).toContain('cp -a /backup/shop /srv/shop');
});

test('a long file of SQL that many steps ask stands on paper once, and the page stays readable', async () => {
  const many = Array.from(
    {length: 100},
    (_step, index) => `  - {id: look_${index}, title: Look ${index}, check: {probe: whole}}`,
  );
  const sql = Array.from({length: 2_000}, (_line, index) => `  (select count(*) from part_${index}) +`).join('\n');
  const probes =
    'probes: {whole: {sql: {connection: "postgresql://db-1.example/shop", file: whole.sql}, expect: "rows[0].n == 0"}}';
  const desk = deskWith(smallRunbook(many.join('\n'), probes));
  desk.file('whole.sql', `select\n${sql}\n  0 as n`);
  const ended = await desk.lifeboat(['print', 'shop-outage.yaml']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout.match(/from part_1999\)/g)).toHaveLength(1);
  expect(ended.stdout.match(/\*\*SQL 1\*\*, at the end of this paper\./g)).toHaveLength(100);
  expect(ended.stdout.length).toBeLessThan(400_000);
  const [before = '', behind = ''] = ended.stdout.split('### SQL 1');
  expect(before).toContain('## The end');
  expect(behind).toContain('For steps 1, 2, 3,');
  expect(behind).toMatch(/End of `shop-outage`/);
});
