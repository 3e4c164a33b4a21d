/** An approval that only the person who acts could give. */
import type {Rule} from '../rule.ts';
import type {Runbook} from '../runbook.ts';
import {allSteps} from '../walk.ts';

export const approverIsExecutor: Rule = {
  code: 'role/approver-is-executor',
  severity: 'error',
  why: 'Four eyes need two people; the engine would refuse the only answer there is.',
  waivable: true,
  check: ({runbook, document, pathOf}) => {
    const executors = executorsOf(runbook);
    return [...allSteps(runbook.steps)].flatMap(step => {
      if (step.kind !== 'approval' || executors.size === 0) {
        return [];
      }
      const approvers = new Set(step.from.map(role => runbook.roles[role]?.contact ?? role));
      const left = (executor: string) => approvers.size - (approvers.has(executor) ? 1 : 0);
      const isPossible = [...executors].some(executor => left(executor) >= step.need);
      return isPossible
        ? []
        : [
            {
              message: `${step.need === 1 ? 'an approval' : `${step.need} approvals`} from ${step.from.join(', ')} can only come from who carries it out`,
              span: document.valueSpan([...pathOf(step.id), 'approval', 'from']),
              hint: 'ask a role that another contact fills',
            },
          ];
    });
  },
};

/** The contacts that carry out what changes something. */
const executorsOf = ({steps, roles}: Runbook): ReadonlySet<string> =>
  new Set(
    [...allSteps(steps)].flatMap(({effects, role}) =>
      role !== undefined && (effects === 'write' || effects === 'destructive') ? [roles[role]?.contact ?? role] : [],
    ),
  );
