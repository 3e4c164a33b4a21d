/** Roles that nobody fills. */

import {meantOr} from '../../diagnostics/nearest.ts';
import type {Span} from '../../diagnostics/span.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';
import type {DocumentPath} from '../yaml/document.ts';

export const unknownRole: Rule = {
  code: 'role/unknown',
  severity: 'error',
  why: 'Nobody can be called for a role that the runbook does not fill.',
  waivable: false,
  check: subject => {
    const known = Object.keys(subject.runbook.roles);
    return rolesUsed(subject).flatMap(({role, path, also = []}) =>
      [...known, ...also].includes(role)
        ? []
        : [
            finding(
              `there is no role "${role}"`,
              subject.document.valueSpan(path),
              meantOr(role, () => [...known, ...also], 'declare it under roles'),
            ),
          ],
    );
  },
};

export const unknownContact: Rule = {
  code: 'role/unknown-contact',
  severity: 'error',
  why: 'A role is filled by a contact of the plan, whose number is there when it is needed.',
  waivable: false,
  check: ({runbook, document, plan}) => {
    const known = plan === undefined ? undefined : Object.keys(plan.contacts);
    const named: readonly (readonly [DocumentPath, string])[] = [
      [['owner'], runbook.owner],
      ...Object.entries(runbook.roles).map(([role, {contact}]) => [['roles', role, 'contact'], contact] as const),
    ];
    return named.flatMap(([path, contact]) =>
      known === undefined || known.includes(contact)
        ? []
        : [
            finding(
              `the plan has no contact "${contact}"`,
              document.valueSpan(path),
              meantOr(contact, () => known, 'add it to the contacts of the plan'),
            ),
          ],
    );
  },
};

type RoleUse = {
  readonly role: string;
  readonly path: DocumentPath;
  /** Who can be named there besides the roles. */
  readonly also?: readonly string[];
};

const rolesUsed = (subject: Subject): readonly RoleUse[] => {
  const {runbook, document, pathOf} = subject;
  return [
    ...(runbook.defaults.role === undefined ? [] : [{role: runbook.defaults.role, path: ['defaults', 'role']}]),
    ...rolesCalled(subject),
    ...[...allSteps(runbook.steps)].flatMap(step => {
      const path = pathOf(step.id);
      // A role that comes from the defaults is judged there.
      const own =
        step.role !== undefined && document.has([...path, 'role']) ? [{role: step.role, path: [...path, 'role']}] : [];
      const {escalate} = step;
      const called = escalate === undefined ? [] : [{role: escalate.to, path: [...path, 'escalate', 'to']}];
      const asked =
        step.kind === 'approval'
          ? step.from.map((role, index) => ({role, path: [...path, 'approval', 'from', index]}))
          : [];
      return [...own, ...called, ...asked, ...rolesTold(step, path, subject)];
    }),
  ];
};

/** Roles that are called besides those who act: they are given by hand, or by time. */
const rolesCalled = ({runbook: {deadlines, reminders}}: Subject): readonly RoleUse[] =>
  [
    ...deadlines.map(({role}, index) => ({role, path: ['deadlines', index, 'role']})),
    ...reminders.map(({role}, index) => ({role, path: ['reminders', index, 'role']})),
  ].flatMap(({role, path}) => (role === undefined ? [] : [{role, path}]));

/** Messages go to roles, or to contacts that have none. */
const rolesTold = (step: Step, path: DocumentPath, {document, plan}: Subject): readonly RoleUse[] => {
  const contacts = plan === undefined ? undefined : Object.keys(plan.contacts);
  if (step.kind !== 'notify' || step.action.kind !== 'notify' || contacts === undefined) {
    return [];
  }
  const at = [...path, 'notify', 'to'];
  return step.action.to.map((role, index) => {
    const item = [...at, index];
    return {role, path: document.has(item) ? item : at, also: contacts};
  });
};

const finding = (message: string, span: Span, hint: Finding['hint']): Finding => ({message, span, hint});
