/** The plan that is shipped, and what a plan becomes. */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parsePlan} from '../../../src/plan/parse-plan.ts';
import {objectivesOf, type Plan} from '../../../src/plan/plan.ts';

const shipped = readFileSync(new URL('../../../runbooks/plan.yaml', import.meta.url), 'utf8');

test('the shipped plan is sound and has the four contacts that runbooks name', () => {
  const {plan, diagnostics} = parsePlan(shipped);

  expect(diagnostics).toEqual([]);
  expect(Object.keys(plan?.contacts ?? {})).toEqual([
    'database_administrator',
    'devops_engineer',
    'on_call_engineer',
    'technical_lead',
  ]);
});

test('the shipped contacts cannot be taken for real ones', () => {
  const {plan} = parsePlan(shipped);

  for (const contact of Object.values(plan?.contacts ?? {})) {
    expect(contact.name).toMatch(/^REPLACE ME/);
    expect(contact.email).toMatch(/\.invalid$/);
    expect(contact.phone).toMatch(/^\+00 /);
  }
});

test('the objectives and the ladder are those of the strategy', () => {
  const {plan} = parsePlan(shipped);

  expect(plan?.objectives).toMatchObject({
    critical: {rtoMs: 3_600_000, rpoMs: 3_600_000},
    non_critical: {rtoMs: 14_400_000, rpoMs: 3_600_000},
    full_system: {rtoMs: 86_400_000, rpoMs: 3_600_000},
    application_code: {rtoMs: null, rpoMs: 900_000},
  });
  expect(plan?.escalation.map(({level, contact}) => [level, contact])).toEqual([
    [1, undefined],
    [2, 'on_call_engineer'],
    [3, 'database_administrator'],
    [4, 'technical_lead'],
  ]);
});

test('a runbook is held against its own objectives, else those of its class', () => {
  const {plan} = parsePlan(shipped);
  const held = (objectives: {rtoMs?: number | null}) =>
    objectivesOf({criticality: 'critical', objectives}, plan ?? ({} as Plan));

  expect(held({})).toEqual({rtoMs: 3_600_000, rpoMs: 3_600_000});
  expect(held({rtoMs: null})).toEqual({rtoMs: null, rpoMs: 3_600_000});
});

test('a text that is no plan is refused with its problems', () => {
  expect(
    parsePlan('format: 1\ntitle: x\ncontacts: {a: {name: A, phon: 1}}\n').diagnostics.map(({code}) => code),
  ).toEqual(['plan/missing-field', 'plan/unknown-field']);
  expect(parsePlan('a: [').diagnostics).toMatchObject([{code: 'yaml/syntax'}]);
});

test('a key of a contact must be a public key', () => {
  const plan = (key: string) => `
format: 1
title: x
contacts: {a: {name: A, ssh_keys: ["${key}"]}}
objectives: {}
`;

  expect(parsePlan(plan('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 a@b')).plan?.contacts.a?.sshKeys).toHaveLength(1);
  expect(parsePlan(plan('-----BEGIN OPENSSH PRIVATE KEY-----')).diagnostics).toMatchObject([
    {code: 'plan/wrong-value'},
  ]);
});

test('two people with one key are told of, and the plan counts all the same', () => {
  const plan = (name: string, key: string) => `
format: 1
title: x
contacts:
  a: {name: Ada, ssh_keys: ["ssh-ed25519 AAAA ada"]}
  b: {name: ${name}, ssh_keys: ["ssh-ed25519 BBBB", "ssh-ed25519 ${key} other"]}
objectives: {}
`;
  const found = parsePlan(plan('Grace', 'AAAA'));
  expect(found.diagnostics).toMatchObject([{code: 'plan/shared-key', severity: 'warning'}]);
  expect(found.plan?.contacts.b?.name).toBe('Grace');
  expect(parsePlan(plan('Grace', 'CCCC')).diagnostics).toEqual([]);
  expect(parsePlan(plan('ada', 'AAAA')).diagnostics).toEqual([]);
});

test('a plan names the hosts whose records are believed, by the line in their keys/host.pub', () => {
  const plan = (key: string) => `
format: 1
title: x
contacts: {}
hosts: [{name: the operations host, key: "${key}"}]
objectives: {}
`;
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhpmKBe2XxYHpMpVqGkKLRpb5J1lN9pntaB8W9PRWM7';
  expect(parsePlan(plan(`${key} lifeboat@ops-1`)).plan?.hosts).toEqual([
    {name: 'the operations host', key: `${key} lifeboat@ops-1`},
  ]);
  expect(parsePlan(plan('SHA256:abc')).diagnostics).toMatchObject([{code: 'plan/wrong-value'}]);
});
