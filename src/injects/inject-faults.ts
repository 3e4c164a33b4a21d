/** What is wrong with injects beside their runbook: a step that is not there, or one at which such a thing cannot happen. */
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {inOrder} from '../diagnostics/in-order.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import type {Action} from '../runbook/action.ts';
import {article} from '../runbook/kind-of-step.ts';
import type {Runbook, Step} from '../runbook/runbook.ts';
import {stepPlaces} from '../runbook/step-places.ts';
import type {Document, DocumentPath} from '../runbook/yaml/document.ts';
import {ownProbe, placesNamed} from './inject-places.ts';
import type {Inject, Injects, OutputLies, StepFails} from './injects.ts';

/** All of them, in the order of the text. */
export const injectFaults = (
  {runbook: id, list}: Injects,
  runbook: Runbook,
  document: Document,
): readonly Diagnostic[] =>
  id === runbook.id
    ? inOrder(
        list.flatMap((inject, index) =>
          faultsOf(inject, runbook).map(fault => placed(fault, {document, path: ['injects', index, inject.kind]})),
        ),
      )
    : [
        {
          code: 'injects/unknown-runbook',
          severity: 'error',
          message: `these injects are for ${id}, and the runbook is ${runbook.id}`,
          span: document.valueSpan(['runbook']),
          hint: 'drill the runbook that they are for, or write injects for this one',
        },
      ];

/** What is wrong, and at which field. */
type Fault = {readonly code: string; readonly field: string; readonly message: string; readonly hint: string};

type InDocument = {readonly document: Document; readonly path: DocumentPath};

const placed = ({code, field, message, hint}: Fault, {document, path}: InDocument): Diagnostic => {
  const at = [...path, field];
  const span = document.has(at) ? document.valueSpan(at) : document.keySpan(path);
  return {code, severity: 'error', message, span, hint};
};

const faultsOf = (inject: Inject, runbook: Runbook): readonly Fault[] => {
  if (inject.kind === 'tool_missing') {
    return inject.tool === 'lifeboat' ? [ownProgram] : [];
  }
  const {step: name} = inject;
  if (name === undefined) {
    return stepPlaces(runbook).some(({step}) => step.kind === 'approval') ? [] : [noApproval(runbook)];
  }
  const steps = placesNamed(name, runbook).map(({step}) => step);
  const [first] = steps;
  return first === undefined ? [unknownStep(name, runbook)] : steps.flatMap(step => whyNotAt(inject, step)).slice(0, 1);
};

const ownProgram: Fault = {
  code: 'injects/not-for-step',
  field: 'tool',
  message: 'a step that names lifeboat runs this very program, whatever the PATH says, so it is never missing',
  hint: 'name a program that the steps find on their PATH',
};

const noApproval = ({id}: Runbook): Fault => ({
  code: 'injects/not-for-step',
  field: '',
  message: `${id} has no approval that somebody could be away from`,
  hint: 'take this inject out',
});

const unknownStep = (name: string, runbook: Runbook): Fault => {
  const known = [...new Set(stepPlaces(runbook).flatMap(({step, path}) => [step.id, path]))];
  return {
    code: 'injects/unknown-step',
    field: 'step',
    message: `${runbook.id} has no step "${name}"`,
    hint: didYouMean(name, known) ?? `its steps are ${[...new Set(known)].slice(0, stepsNamedMax).join(', ')}`,
  };
};

/** More of them hide what is meant. */
const stepsNamedMax = 8;

const whyNotAt = (inject: Exclude<Inject, {kind: 'tool_missing'}>, step: Step): readonly Fault[] => {
  const not = (field: string, message: string, hint: string): readonly Fault[] => [
    {code: 'injects/not-for-step', field, message, hint},
  ];
  switch (inject.kind) {
    case 'approver_away':
      return step.kind === 'approval'
        ? []
        : not('step', `"${step.id}" is ${article(step.kind)} ${step.kind}, which nobody approves`, 'name an approval');
    case 'clock_jumps':
      return [];
    case 'engine_killed':
      return inject.when === 'after_verdict' || actionOf(step) !== undefined
        ? []
        : not('when', whyNothingRuns(step), 'say after_verdict, or name a step that runs something');
    case 'step_fails':
    case 'output_lies': {
      const action = actionOf(step);
      return action === undefined
        ? not('step', whyNothingRuns(step), 'name a step that runs something')
        : inject.kind === 'step_fails'
          ? whyNotSo(inject, step, action)
          : whyNotSeen(inject, step, action);
    }
  }
};

/** What a step runs in a drill. */
const actionOf = (step: Step): Action | undefined => {
  if (step.drill.do === 'simulate' || step.drill.do === 'skip') {
    return undefined;
  }
  const own = step.shape === 'action' ? step.action : ownProbe(step)?.action;
  return own !== undefined && step.drill.do === 'instead' ? step.drill.action : own;
};

const whyNothingRuns = ({id, kind, drill}: Step): string =>
  drill.do === 'simulate' || drill.do === 'skip'
    ? `a drill only assumes "${id}": nothing of it runs`
    : `"${id}" is ${article(kind)} ${kind}: it runs nothing`;

const whyNotSo = ({exit, status}: StepFails, {id}: Step, {kind}: Action): readonly Fault[] => {
  const field = exit !== undefined && kind !== 'command' && kind !== 'script' ? 'exit' : 'status';
  const isWrong = field === 'exit' || (status !== undefined && kind !== 'http');
  return isWrong
    ? [
        {
          code: 'injects/not-for-step',
          field,
          message: `"${id}" is ${called[kind]}, which has no ${field === 'exit' ? 'exit code' : 'status'}`,
          hint: 'leave it out',
        },
      ]
    : [];
};

const called: {readonly [Kind in Action['kind']]: string} = {
  command: 'a command',
  script: 'a script',
  sql: 'SQL',
  http: 'a request by HTTP',
  notify: 'a message',
};

/** What expressions see of each kind of action. */
const seenOf: {readonly [Kind in Action['kind']]: readonly string[]} = {
  command: ['exit', 'stdout', 'stderr', 'json'],
  script: ['exit', 'stdout', 'stderr', 'json'],
  sql: ['rows', 'row_count'],
  http: ['status', 'headers', 'body'],
  notify: ['exit'],
};

const whyNotSeen = ({says}: OutputLies, {id}: Step, {kind}: Action): readonly Fault[] => {
  const seen = seenOf[kind];
  const wrong = Object.keys(says).find(field => !seen.includes(field.split(/[.[]/)[0] ?? ''));
  return wrong === undefined
    ? []
    : [
        {
          code: 'injects/not-for-step',
          field: 'says',
          message: `of "${id}", which is ${called[kind]}, nobody sees ${wrong}`,
          hint: `what is seen of it is ${seen.join(', ')}`,
        },
      ];
};
