/** An approval that only the person who acts could give. */
import type {Rule} from '../rule.ts';
import type {Runbook, StepOf} from '../runbook.ts';
import {allSteps} from '../walk.ts';

export const approverIsExecutor: Rule = {
  code: 'role/approver-is-executor',
  severity: 'error',
  why: 'Four eyes need two people; the engine would refuse the only answer there is.',
  waivable: true,
  check: ({runbook, document, pathOf}) => {
    const executors = executorsOf(runbook);
    return [...allSteps(runbook.steps)].flatMap(step => {
      if (step.kind !== 'approval') {
        return [];
      }
      const approvers = new Set(step.from.map(role => runbook.roles[role]?.contact ?? role));
      const left = (executor: string) => approvers.size - (approvers.has(executor) ? 1 : 0);
      // Where nobody is named to act, whoever does may be none of them.
      const isPossible =
        executors.size === 0
          ? approvers.size >= step.need
          : [...executors].some(executor => left(executor) >= step.need);
      return isPossible
        ? []
        : [
            {
              message: messageOf(step, approvers.size),
              span: document.valueSpan([...pathOf(step.id), 'approval', 'from']),
              hint: 'ask roles that other contacts fill',
            },
          ];
    });
  },
};

const messageOf = ({need, from}: StepOf<'approval'>, people: number): string =>
  people < need
    ? `${need} approvals cannot come from ${from.join(', ')}: ${people === 1 ? 'that is one person' : `those are ${people} people`}`
    : `${need === 1 ? 'an approval' : `${need} approvals`} from ${from.join(', ')} can only come from who carries it out`;

/** The contacts that carry out what changes something. */
const executorsOf = ({steps, roles}: Runbook): ReadonlySet<string> =>
  new Set(
    [...allSteps(steps)].flatMap(({effects, role}) =>
      role !== undefined && (effects === 'write' || effects === 'destructive') ? [roles[role]?.contact ?? role] : [],
    ),
  );
