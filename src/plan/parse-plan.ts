/** A plan's text as the plan, or all that is wrong with it. */
import * as z from 'zod';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {inOrder} from '../diagnostics/in-order.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {duration, name, positiveDuration, words} from '../runbook/fields.ts';
import {present} from '../runbook/present.ts';
import {fieldDiagnostics} from '../runbook/schema/field-problems.ts';
import {type Document, type DocumentPath, readDocument} from '../runbook/yaml/document.ts';
import type {Plan} from './plan.ts';

const objective = z.union(
  [z.literal('none').transform(() => null), positiveDuration],
  'must be a duration like 1h, or none',
);

export const planFields = z.strictObject({
  format: z
    .literal(1, 'must be 1, the version of the language that this program reads')
    .describe('The version of the language.'),
  title: words.describe('The plan in a few words.'),
  contacts: z
    .record(
      name,
      z.strictObject({
        name: words.describe('The person, or the rota.'),
        phone: words.exactOptional().describe('Must work when chat and single sign-on do not.'),
        email: words.exactOptional().describe('An address for mail.'),
        ssh_keys: z
          .array(z.string().regex(/^(?:ssh|ecdsa|sk)-\S+ \S+/, 'must be a public key, as in an authorized_keys file'))
          .default([])
          .describe('Public keys of the person.'),
      }),
    )
    .describe('Who can be reached.'),
  hosts: z
    .array(
      z.strictObject({
        name: words.describe('The host, as people call it.'),
        key: z
          .string()
          .regex(/^ssh-ed25519 [A-Za-z0-9+/]+=*(?: |$)/, 'must be the line that stands in keys/host.pub of that host')
          .describe('Its public key: the line in keys/host.pub of its state directory.'),
      }),
    )
    .default([])
    .describe('The hosts whose records are believed: `lifeboat verify` knows their keys.'),
  roles: z
    .record(name, z.strictObject({contact: name.describe('The contact who takes it.')}))
    .default({})
    .describe('Who takes a role that a runbook leaves open.'),
  objectives: z
    .record(
      name,
      z.strictObject({
        rto: objective.describe('How long recovery may take: a duration, or none where there is no such objective.'),
        rpo: objective.describe(
          'How much data may be lost, as a time: a duration, or none where there is no such objective.',
        ),
        mtpd: objective
          .exactOptional()
          .describe('The maximum tolerable period of disruption: how long the organisation can bear it at all.'),
      }),
    )
    .describe('What was promised, by class.'),
  escalation: z
    .array(
      z.strictObject({
        level: z.number().int().describe('The rung: 1 is the first.'),
        title: words.describe('Who it is, in words.'),
        contact: name.exactOptional().describe('The contact; none where it is the alerts themselves that speak.'),
        after: duration.describe('After how long without an answer.'),
      }),
    )
    .default([])
    .describe('Who is told when nobody answers.'),
});

export type LoadedPlan = {readonly plan?: Plan; readonly diagnostics: readonly Diagnostic[]};

/** Reads and checks a plan. */
export const parsePlan = (text: string): LoadedPlan => {
  const document = readDocument(text);
  if (!document.ok) {
    return {diagnostics: [document.reason]};
  }
  const result = planFields.safeParse(document.value.data);
  if (!result.success) {
    const knowledge = {thing: 'a plan', area: 'plan', schema: planFields};
    const {data} = document.value;
    return {
      diagnostics: inOrder(
        fieldDiagnostics(result.error.issues, {document: document.value, path: [], value: data, knowledge}),
      ),
    };
  }
  const diagnostics = inOrder([
    ...unknownContacts(result.data, document.value),
    ...sharedKeys(result.data, document.value),
  ]);
  return diagnostics.some(({severity}) => severity === 'error')
    ? {diagnostics}
    : {plan: planOf(result.data), diagnostics};
};

type Fields = z.output<typeof planFields>;

const planOf = ({title, contacts, hosts, roles, objectives, escalation}: Fields): Plan => ({
  title,
  hosts,
  contacts: Object.fromEntries(
    Object.entries(contacts).map(([key, {ssh_keys: sshKeys, ...contact}]) => [key, {...contact, sshKeys}]),
  ),
  roles,
  objectives: Object.fromEntries(
    Object.entries(objectives).map(([criticality, {rto, rpo, mtpd}]) => [
      criticality,
      {rtoMs: rto, rpoMs: rpo, ...(typeof mtpd === 'number' && {mtpdMs: mtpd})},
    ]),
  ),
  escalation: escalation.map(({after, ...level}) => present({...level, afterMs: after})),
});

const unknownContacts = ({contacts, roles, escalation}: Fields, document: Document): readonly Diagnostic[] => {
  const known = Object.keys(contacts);
  const named: readonly (readonly [DocumentPath, string | undefined])[] = [
    ...Object.entries(roles).map(([role, {contact}]) => [['roles', role, 'contact'], contact] as const),
    ...escalation.map(({contact}, index) => [['escalation', index, 'contact'], contact] as const),
  ];
  return named.flatMap(([path, contact]): readonly Diagnostic[] => {
    if (contact === undefined || known.includes(contact)) {
      return [];
    }
    return [
      {
        code: 'plan/unknown-contact',
        severity: 'error',
        message: `the plan has no contact "${contact}"`,
        span: document.valueSpan(path),
        hint: didYouMean(contact, known) ?? 'add it under contacts',
      },
    ];
  });
};

/** Two people with one key are one: their signatures cannot be told apart. One person under two names of contacts is no mistake. */
const sharedKeys = ({contacts}: Fields, document: Document): readonly Diagnostic[] => {
  const holders = new Map<string, {readonly contact: string; readonly name: string}>();
  return Object.entries(contacts).flatMap(([contact, {name, ssh_keys: keys}]) =>
    keys.flatMap((key, index): readonly Diagnostic[] => {
      const bare = key.trim().split(/\s+/).slice(0, 2).join(' ');
      const holder = holders.get(bare);
      holders.set(bare, holder ?? {contact, name});
      if (!holder || holder.name.trim().toLowerCase() === name.trim().toLowerCase()) {
        return [];
      }
      return [
        {
          code: 'plan/shared-key',
          severity: 'warning',
          message: `"${contact}" and "${holder.contact}" have one key, so they count as one person`,
          span: document.valueSpan(['contacts', contact, 'ssh_keys', index]),
          hint: 'give each of them a key of their own',
        },
      ];
    }),
  );
};
