/** Ways that end wrongly: without an outcome, or recovered while the clock still runs. */

import type {Span} from '../../diagnostics/span.ts';
import type {FlowEnd} from '../flow/flow-walk.ts';
import type {Rule, Subject} from '../rule.ts';

export const pathWithoutEnd: Rule = {
  code: 'flow/no-end',
  severity: 'error',
  why: 'A run that stops without an outcome says neither that it is over nor how it went.',
  waivable: false,
  check: ({flow, runbook, document, pathOf}) => {
    const last = runbook.steps.at(-1);
    return flow.fallsOff
      ? [
          {
            message: 'there is a way through this runbook that does not come to an end step',
            span: last === undefined ? document.keySpan(['steps']) : document.valueSpan([...pathOf(last.id), 'id']),
            hint: 'put - {id: done, end: recovered} at the end, or an end into the branch that lacks it',
          },
        ]
      : [];
  },
};

export const recoveredWithoutStop: Rule = {
  code: 'flow/recovered-without-stop',
  severity: 'error',
  why: 'The recovery time is measured to the instant that stops the clock; without it there is no figure.',
  waivable: false,
  check: subject => {
    const {stop} = subject.runbook.clock;
    return subject.flow.ends
      .filter(({outcome, state}) => outcome === 'recovered' && !state.events.has(stop))
      .map(end => ({
        message: `a way leads here without the milestone ${stop}, which stops the clock`,
        span: spanOf(end, subject),
        hint: `put a step with milestone: ${stop} on each way that recovers`,
      }));
  },
};

const spanOf = ({step, branch}: FlowEnd, {document, pathOf}: Subject): Span =>
  document.valueSpan([...pathOf(step), ...(branch === undefined ? ['end'] : ['decision', 'branches', branch, 'end'])]);
