/** What stands on paper for each kind of step, and how it is matched with its file. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../src/base/result.ts';
import {sheet} from '../../../src/paper/sheet.ts';
import type {Plan} from '../../../src/plan/plan.ts';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Probe, Runbook, Step} from '../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  inputStep,
  instructionStep,
  milestoneStep,
  probe,
  runbookOf,
  sqlStep,
} from '../../support/model.ts';
import {printed} from '../../support/printed.ts';
import {smallRunbook} from '../../support/small-runbook.ts';

const plan: Plan = {
  title: 'Disaster recovery of the shop',
  contacts: {
    database_administrator: {name: 'Ada Lovelace', phone: '+49 30 1234', sshKeys: []},
    technical_lead: {name: 'Grace Hopper', phone: '+49 30 1235', sshKeys: []},
  },
  roles: {},
  objectives: {critical: {rtoMs: 3_600_000, rpoMs: null}},
  escalation: [{level: 2, title: 'Technical lead', contact: 'technical_lead', afterMs: 900_000}],
};

const pageOf = (runbook: Runbook, text = 'format: 1'): string =>
  sheet(printed({runbook, plan, text, planText: 'plan', beside: new Map()}));

const roles = {approver: {contact: 'technical_lead'}};

/** The part of the page that is about one step. */
const stepOn = (steps: readonly Step[], number: string): string => {
  const page = pageOf(runbookOf([...steps, endStep('finish')], {roles}));
  const [, rest = ''] = page.split(`### ${number}. `);
  return rest.split('\n#')[0] ?? '';
};

test('the first page says who is called, by telephone numbers of the plan, and who is next', () => {
  const page = pageOf(runbookOf([endStep('finish')], {roles}));
  expect(page).toContain('- approver: Grace Hopper, +49 30 1235.');
  expect(page).toContain('- Level 2, after 15 min without an answer: Technical lead: Grace Hopper, +49 30 1235');
});

test('a secret is not written on paper, and says so where its value would stand', () => {
  const token = {name: 'token', type: 'secret', optional: false, span: {from: 0, to: 0}} as const;
  const page = pageOf(runbookOf([endStep('finish')], {inputs: {token}}));
  expect(page).toContain('- [ ] `token` (secret): secret, not on this paper; it is kept at');
});

test('an option says the step that it leads to', () => {
  const which = decisionStep(
    'which',
    [
      branch('restore', [commandStep('mend')]),
      branch('nothing', []),
      branch('later', [], {goto: 'finish'}),
      branch('stop', [], {end: 'no-action'}),
    ],
    {propose: "'restore'"},
  );
  const page = stepOn([which, milestoneStep('restored')], '1');
  expect(page).toContain('Proposed: 1a.');
  expect(page).toContain('- [ ] **1a** `restore`: Take restore. Go on at step 1a.1.');
  expect(page).toContain('- [ ] **1b** `nothing`: Take nothing. Go on at step 2.');
  expect(page).toContain('- [ ] **1c** `later`: Take later. Go on at step 3.');
  expect(page).toContain('- [ ] **1d** `stop`: Take stop. Then the run ends: no action.');
});

test('an approval has a line for each name, and says that the executor gives none', () => {
  const page = stepOn([approvalStep('may_we', 2, {onNoGo: {do: 'goto', step: 'finish'}})], '1');
  expect(page.match(/- \[ \] go \[ \] no-go Name \.+ Signature \.+ Time \.+/g)).toHaveLength(2);
  expect(page).toContain('Asked: approver (Grace Hopper, +49 30 1235).');
  expect(page.replaceAll('\n', ' ')).toContain('Whoever carries out this paper does not approve.');
  expect(page).toContain('No-go: go on at step 2.');
});

test('a failure says the number of the step that it leads to, or how to go back', () => {
  const failing = (onFailure: Step['onFailure']): string =>
    stepOn([instructionStep('before'), instructionStep('risky', [], {onFailure})], '2').replaceAll('\n', ' ');
  expect(failing({do: 'hold'})).toContain('If it fails: hold.');
  expect(failing({do: 'continue'})).toContain('If it fails: go on at step 3 all the same.');
  expect(failing({do: 'goto', step: 'finish'})).toContain('If it fails: go on at step 3.');
  expect(failing({do: 'abort'})).toContain('If it fails: the run ends: aborted.');
  expect(failing({do: 'undo_to', step: 'before'})).toContain(
    'to take back all that was done since step 1, the newest first, and then to stand before step 1.',
  );
});

test('a destructive step warns before what it does, and has the name of its target written down first', () => {
  const drop = commandStep('drop', ['dropdb', 'shop'], {
    effects: 'destructive',
    pointOfNoReturn: true,
    confirm: {type: '${inputs.name}'},
    requires: [probe('backup_is_there')],
    danger: 'The other server is called almost the same.',
  });
  const page = stepOn([drop], '1');
  const order = [
    '**WARNING: DESTRUCTIVE.**',
    '**WARNING: POINT OF NO RETURN.**',
    '**NOT THIS:** The other server',
    'Before it: backup_is_there',
    'It must be `____name____`',
    'dropdb shop',
    'Not to be run twice',
    'Initials',
  ].map(words => page.replaceAll(/\s+/g, ' ').indexOf(words));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(-1);
});

test('a step that an expression calls by its id is named by its number', () => {
  const only = commandStep('resume', undefined, {when: "steps.which.choice == 'stop' && steps.gone.status == 'x'"});
  const page = stepOn([decisionStep('which', [branch('stop', []), branch('go_on', [])]), only], '2');
  expect(page).toContain('Here `which` is step 1.');
});

test('a check that stands above is only named where it decides whether the step was done', () => {
  const back = probe('rows_are_back');
  const mend = commandStep('mend', undefined, {verify: [back], doneWhen: [back, probe('log_says_so')]});
  const page = stepOn([mend], '1');
  expect(page.match(/look rows_are_back/g)).toHaveLength(1);
  expect(page).toContain('- [ ] It is done: rows_are_back, as above.');
  expect(page.match(/look log_says_so/g)).toHaveLength(1);
});

test('a check that only shares the name of one above is written out', () => {
  const counted = (table: string): Probe => {
    const {name: _, ...asked} = probe('count', {action: {kind: 'command', run: ['count', table], env: {}}});
    return {...asked, expect: 'rows[0].n == 0'};
  };
  const mend = commandStep('mend', undefined, {verify: [counted('orders')], doneWhen: [counted('payments')]});
  const page = stepOn([mend], '1');
  expect(page).toContain('count orders');
  expect(page).toContain('count payments');
  expect(page).not.toContain('as above');
  const seen = probe('seen');
  for (const other of [
    {...seen, expect: 'exit == 1'},
    {...seen, failWhen: 'exit == 2'},
    {...seen, negated: true},
  ]) {
    const asked = stepOn([commandStep('mend', undefined, {verify: [seen], doneWhen: [other]})], '1');
    expect(asked.match(/look seen/g)).toHaveLength(2);
    // A name that two checks above share leads back to neither.
    const both = stepOn([commandStep('mend', undefined, {requires: [other], verify: [seen], doneWhen: [seen]})], '1');
    expect(both).not.toContain('as above');
  }
});

test('a check without a name is only asked, with blanks for its values', () => {
  const {name: _, ...asks} = probe('x', {
    action: {kind: 'command', run: ['test', '-e', '${inputs.prog}'], env: {}},
  });
  const page = stepOn([checkStep('look', {probe: asks, verify: [asks], doneWhen: [asks]})], '1');
  expect(page).not.toContain('inputs.prog');
  expect(page).toContain('- [ ] Check. This must succeed.');
  expect(page).toContain('- [ ] It is done. This must succeed.');
  expect(page.match(/^test -e ____prog____$/gm)).toHaveLength(3);
});

test('SQL that another host sends says where it is typed, as commands do', () => {
  const step = sqlStep('mend', ['update a set x = 1 -- the old rows', 'delete from b']);
  const sql = step.kind === 'sql' ? {...step, action: {...step.action, on: 'root@bastion'}} : step;
  const page = stepOn([sql], '1');
  expect(page).toContain('Send to the database `____database____`, on the host `root@bastion`:');
  expect(page).toContain('update a set x = 1 -- the old rows\n;\ndelete from b;');
});

test('growing waits between tries are said one by one', () => {
  const retry = {attempts: 4, delayMs: 10_000, backoff: 3};
  expect(stepOn([commandStep('mend', undefined, {retry, idempotent: true})], '1')).toContain(
    'Try up to 4 times, waiting 10 s, 30 s and 1 min 30 s in between.',
  );
});

test('options of an input are letters, whatever they are made of', () => {
  const which = inputStep('which', 'choice');
  const of = ['a<b>*x*', 'x | y'];
  const choice = which.kind === 'input' ? {...which, declaration: {...which.declaration, of}} : which;
  expect(stepOn([choice], '1')).toContain(String.raw`(one of a\<b>\*x\*, x \| y)`);
});

const digitsOn = (page: string): readonly string[] =>
  [...page.matchAll(/\*\*check (\d\d)\*\*/g)].map(([, digits = '']) => digits);

/** Digits of a runbook with files beside it. */
const digitsOf = (text: string, files: Readonly<Record<string, string>> = {}): readonly string[] => {
  const beside = (path: string) => (files[path] === undefined ? fail('there is none') : succeed(files[path]));
  const {runbook, diagnostics} = loadRunbook(text, {plan, today: '2026-11-24', beside});
  if (runbook === undefined) {
    throw new Error(diagnostics[0]?.message);
  }
  return digitsOn(sheet(printed({runbook, plan, text, planText: 'plan', beside: new Map(Object.entries(files))})));
};

/** Which steps have other digits afterwards, by their places. */
const changed = (before: readonly string[], after: readonly string[]): readonly number[] => {
  expect(after).toHaveLength(before.length);
  return before.flatMap((digits, index) => (digits === after[index] ? [] : [index]));
};

test('the digits of a step follow its own text and the probes that it asks, and nothing else in the file', () => {
  const steps = (verb: string, other: string, probed: string) =>
    smallRunbook(
      `
  - id: one
    title: One
    idempotent: true
    estimate: 1m
    command: [${verb}, one]
    verify: [{probe: seen}]
  - id: two
    title: Two
    idempotent: true
    estimate: 1m
    command: [${other}, two]
`,
      `probes: {base: {command: [${probed}]}, outer: {probe: base}, seen: {not: outer}}`,
    );
  const own = digitsOf(steps('echo', 'echo', 'ls'));
  expect(changed(own, digitsOf(steps('printf', 'echo', 'ls')))).toEqual([0]);
  expect(changed(own, digitsOf(steps('echo', 'printf', 'ls')))).toEqual([1]);
  expect(changed(own, digitsOf(steps('echo', 'echo', 'stat')))).toEqual([0]);
  expect(digitsOf(steps('echo', 'echo', 'ls').replaceAll('\n', '\r\n'))).toEqual(own);
  expect(digitsOf(`${steps('echo', 'echo', 'ls')}# A remark.\n`)).toEqual(own);
});

test('the digits of a step follow the SQL of its checks and of its way back, also from files', () => {
  const connection = 'connection: "postgresql://db-1.example/shop"';
  const text = smallRunbook(`
  - id: one
    title: One
    idempotent: true
    estimate: 1m
    command: [echo, one]
    verify: [{sql: {${connection}, file: look.sql}}]
    undo: {sql: {${connection}, file: back.sql}}
  - {id: two, title: Two, check: {sql: {${connection}, file: look.sql}}}
`);
  const files = {'look.sql': 'select 1;', 'back.sql': 'delete from a;'};
  const own = digitsOf(text, files);
  expect(changed(own, digitsOf(text, {...files, 'back.sql': 'delete from b;'}))).toEqual([0]);
  expect(changed(own, digitsOf(text, {...files, 'look.sql': 'select 2;'}))).toEqual([0, 1]);
});

test('a change deep in an included runbook changes the digits of the steps that show it, and of no other', () => {
  const including = (id: string, child: string) =>
    smallRunbook(`\n  - {id: more, title: More, include: {runbook: ${child}}}\n`).replace(/^id: .*$/m, `id: ${id}`);
  const files = (probed: string) => ({
    'included/middle.yaml': including('middle', 'deep'),
    'included/middle/included/deep.yaml': smallRunbook(
      '\n  - {id: look, title: Look, check: {probe: outer}}\n',
      `probes: {base: {command: [ls, ${probed}]}, outer: {probe: base}}`,
    ).replace(/^id: .*$/m, 'id: deep'),
  });
  const own = digitsOf(including('top', 'middle'), files('/a'));
  expect(changed(own, digitsOf(including('top', 'middle'), files('/b')))).toEqual([2]);
});

test('the digest, the version and the time of printing stand at the head and at the end', () => {
  const page = pageOf(runbookOf([endStep('finish')]), 'format: 1\n').replaceAll('\n', ' ');
  const [, short = ''] = /printed 2026-11-24 03:12 UTC · digest `([0-9a-f ]{19})`/.exec(page) ?? [];
  expect(page).toContain(
    `End of \`lost-tickets\`, version 1.0.0, 1 step, printed 2026-11-24 03:12 UTC, digest \`${short}\``,
  );
  const [, full = ''] = /- the runbook `([0-9a-f]{64})`/.exec(page) ?? [];
  expect(full.startsWith(short.replaceAll(' ', ''))).toBe(true);
});
