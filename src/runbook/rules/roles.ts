/** Roles that nobody fills. */

import {didYouMean} from '../../diagnostics/nearest.ts';
import type {Span} from '../../diagnostics/span.ts';
import type {DocumentPath} from '../document.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {allSteps} from '../walk.ts';

export const unknownRole: Rule = {
  code: 'role/unknown',
  severity: 'error',
  why: 'Nobody can be called for a role that the runbook does not fill.',
  waivable: false,
  check: subject => {
    const known = Object.keys(subject.runbook.roles);
    return rolesUsed(subject).flatMap(({role, path}) =>
      known.includes(role)
        ? []
        : [
            finding(
              `there is no role "${role}"`,
              subject.document.valueSpan(path),
              didYouMean(role, known) ?? 'declare it under roles',
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
              didYouMean(contact, known) ?? 'add it to the contacts of the plan',
            ),
          ],
    );
  },
};

type RoleUse = {readonly role: string; readonly path: DocumentPath};

const rolesUsed = ({runbook, document, pathOf}: Subject): readonly RoleUse[] => [
  ...(runbook.defaults.role === undefined ? [] : [{role: runbook.defaults.role, path: ['defaults', 'role']}]),
  ...[...allSteps(runbook.steps)].flatMap(step => {
    const path = pathOf(step.id);
    // A role that comes from the defaults is judged there.
    const own =
      step.role !== undefined && document.has([...path, 'role']) ? [{role: step.role, path: [...path, 'role']}] : [];
    const asked =
      step.kind === 'approval'
        ? step.from.map((role, index) => ({role, path: [...path, 'approval', 'from', index]}))
        : [];
    return [...own, ...asked];
  }),
];

const finding = (message: string, span: Span, hint: string): Finding => ({message, span, hint});
