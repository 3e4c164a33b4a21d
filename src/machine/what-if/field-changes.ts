/** What is said otherwise of a step that both versions have: each thing by its name, as it was and as it is. */
import {spellDurationMs} from '../../base/duration.ts';
import type {FieldChange} from '../../run/compare/what-if.ts';
import type {Action} from '../../runbook/action.ts';
import {probeWords} from '../../runbook/probe-words.ts';
import type {OnFailure, Step} from '../../runbook/runbook.ts';

/** Nothing of what stands inside the step: that is told by itself. */
export const fieldChanges = (before: Step, after: Step): readonly FieldChange[] =>
  Object.entries(fields).flatMap(([what, pick]) => {
    const [old, now] = [pick(before), pick(after)];
    return old === now ? [] : [{what, before: old, after: now}];
  });

const none = 'none';

/** In the order in which a reader would ask for them; each as one text. */
const fields: {readonly [what: string]: (step: Step) => string} = {
  title: ({title}) => title,
  kind: ({kind}) => kind,
  'what it does': step => doing(step),
  'its question': step => asking(step),
  'its branches': step => branches(step),
  'what it goes through': step => lists(step),
  'its condition': ({when}) => when ?? none,
  'its estimate': ({estimate}) =>
    estimate === undefined ? none : `p50 ${spellDurationMs(estimate.p50Ms)}, p90 ${spellDurationMs(estimate.p90Ms)}`,
  'its time-out': ({timeoutMs}) => spellDurationMs(timeoutMs),
  'the checks before it': ({requires}) => requires.map(probeWords).join(', ') || none,
  'the checks after it': ({verify}) => verify.map(probeWords).join(', ') || none,
  'its confirmation': ({confirm}) => confirm?.type ?? none,
  'who has to approve': step => (step.kind === 'approval' ? `${step.need} of ${step.from.join(', ')}` : none),
  'its role': ({role}) => role ?? none,
  'what follows a failure': ({onFailure}) => failure(onFailure),
  'how often it is tried': ({retry}) => String(retry.attempts),
  'its undo': ({undo}) => (undo === undefined ? none : undo.kind === 'instruction' ? undo.do : action(undo)),
  'the point of no return': ({pointOfNoReturn}) => (pointOfNoReturn ? 'yes' : 'no'),
  'what a drill does of it': ({drill}) => (drill.do === 'instead' ? action(drill.action) : drill.do),
  'whether it can be skipped': ({skippable}) => (skippable ? 'yes' : 'no'),
};

const doing = (step: Step): string => {
  switch (step.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
      return action(step.action);
    case 'check':
      return `${action(step.probe.action)} ${step.probe.expect ?? ''}`.trim();
    case 'wait':
      return 'for' in step.wait
        ? spellDurationMs(step.wait.for)
        : 'at' in step.wait
          ? step.wait.at
          : probeWords(step.wait.until);
    case 'assert':
      return step.condition;
    case 'milestone':
      return step.event;
    case 'end':
      return step.outcome;
    case 'let':
      return JSON.stringify(step.values);
    case 'include':
      return `${step.runbook.id} ${step.runbook.version}`;
    case 'repeat':
      return `until ${step.until}, at most ${step.max} times`;
    case 'instruction':
    case 'input':
    case 'approval':
    case 'decision':
    case 'group':
    case 'parallel':
    case 'foreach':
      return '';
  }
};

const asking = (step: Step): string => {
  switch (step.kind) {
    case 'instruction':
      return [step.do, ...step.checklist, step.paste ?? ''].join(' ').trim();
    case 'input':
    case 'approval':
    case 'decision':
      return step.ask;
    default:
      return '';
  }
};

const branches = (step: Step): string =>
  step.kind === 'decision' || step.kind === 'parallel'
    ? step.branches
        .map(
          ({name, goto, end}) =>
            `${name}${goto === undefined ? '' : ` to ${goto}`}${end === undefined ? '' : ` ends ${end}`}`,
        )
        .join(', ')
    : '';

const lists = (step: Step): string => {
  const loop = step.kind === 'foreach' ? step : step.each;
  const width = step.kind === 'parallel' || step.kind === 'foreach' ? step.atOnce : step.each?.atOnce;
  return [...(loop ? [loop.in] : []), ...(width === undefined ? [] : [`${width} at once`])].join(', ');
};

const failure = (policy: OnFailure): string => ('step' in policy ? `${policy.do} ${policy.step}` : policy.do);

/** What a person reads of an action: its words, its statements, its request. */
const action = (what: Action): string => {
  switch (what.kind) {
    case 'command':
      return what.run.map(word => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ');
    case 'script':
      return what.text;
    case 'sql':
      return what.statements.join('; ');
    case 'http':
      return `${what.method} ${what.url}`;
    case 'notify':
      return `${what.to.join(', ')}: ${what.text}`;
  }
};
