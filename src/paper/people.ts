/** Who is meant by a role, and how they are reached when chat and single sign-on are not there. */
import type {Plan} from '../plan/plan.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {allSteps} from '../runbook/walk.ts';
import type {People} from './exact-text.ts';
import {dots} from './markdown.ts';

/** Roles map by name: an included runbook brings those that the one around it does not have. */
export const rolesOf = (runbook: Runbook): Runbook['roles'] => ({
  ...Object.assign(
    {},
    ...[...allSteps(runbook.steps)].map(step => (step.kind === 'include' ? rolesOf(step.runbook) : {})),
  ),
  ...runbook.roles,
});

/** A role or a contact in words: its name, the person, the number. */
export const peopleOf = (runbook: Runbook, plan: Plan): People => {
  const roles = rolesOf(runbook);
  return name => `${name} (${reached(roles[name]?.contact ?? name, plan)})`;
};

/** `Grace Hopper, +49 30 1235`; a line to write on where the plan has no number. */
export const reached = (contact: string, {contacts}: Plan): string => {
  const known = contacts[contact];
  return known === undefined
    ? `${contact}, telephone ${dots(20)}`
    : `${known.name}, ${known.phone ?? `telephone ${dots(20)}`}`;
};
