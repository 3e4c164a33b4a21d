/** Common fields as the model has them: probes and actions read, defaults filled in, expressions noted. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import type {commonFields} from './common-fields.ts';
import {readDrillBehaviour} from './drill-behaviour.ts';
import {resultSurroundings, type Surroundings} from './expressions/cel-environment.ts';
import {present} from './present.ts';
import {probeTimeoutMs, readProbes} from './probes.ts';
import {type Reading, use, type Where} from './reading.ts';
import type {CommonFields, DrillBehaviour, OutputDeclaration, Step} from './runbook.ts';
import type {StepPart} from './step-kind.ts';
import {actionTimeoutMs, asksPeople, interactiveTimeoutMs} from './timeouts.ts';
import {touchedText} from './touched-text.ts';
import {readUndo} from './undo.ts';
import type {Effects, Phase} from './words.ts';
import type {DocumentPath} from './yaml/document.ts';

/** What a document says once for all steps. */
export type StepDefaults = {readonly role?: string; readonly timeoutMs?: number; readonly drill?: DrillBehaviour};

/** What is written above a group of steps. */
export type Heading = {readonly heading?: string; readonly phase?: Phase};

type Context = {
  readonly reading: Reading;
  /** Of the step's map. */
  readonly path: DocumentPath;
  /** As it stands in the document, without the kind. */
  readonly item: {readonly [field: string]: Json};
  readonly part: StepPart;
  readonly title: string;
  readonly heading: Heading;
  readonly defaults: StepDefaults;
};

type Fields = z.output<typeof commonFields>;

/** Joins the common fields with what the kind added. */
export const completeStep = (fields: Fields, context: Context): Step => {
  const {reading, path, item, part, title, heading, defaults} = context;
  const {id, retry} = fields;
  const effects = fields.effects ?? effectsOf(part);
  reading.places.push({id, path});
  noteExpressions(fields, {reading, path, around: resultOf(part)});
  const common: CommonFields = present({
    ...heading,
    id,
    title,
    why: fields.why,
    role: fields.role ?? defaults.role,
    when: fields.when,
    effects,
    idempotent: fields.idempotent,
    estimate: estimateOf(fields, part),
    targetMs: fields.target,
    ...timesOf(fields, part, defaults),
    retry: {attempts: retry?.attempts ?? 1, delayMs: retry?.delay ?? 0, backoff: retry?.backoff ?? 1},
    touches: fields.touches.map(touchedText),
    ...readParts(item, {id, reading, path, defaults}),
    confirm: fields.confirm,
    pointOfNoReturn: fields.point_of_no_return,
    skippable: fields.skippable ?? effects !== 'destructive',
    // A message that could not be sent blocks nothing.
    onFailure: fields.on_failure ?? {do: part.kind === 'notify' ? ('continue' as const) : ('hold' as const)},
    expect: fields.expect,
    each: fields.each && {in: fields.each.in, atOnce: fields.each.at_once, onItemFailure: fields.each.on_item_failure},
    temporary: fields.temporary && {liftedBy: fields.temporary.lifted_by, withinMs: fields.temporary.within},
    escalate: fields.escalate && {afterMs: fields.escalate.after, to: fields.escalate.to},
    evidence: fields.evidence,
    formerly: fields.formerly,
    outputs: Object.fromEntries(Object.entries(fields.outputs).map(([key, value]) => [key, outputOf(value)])),
    recoveryPoint: fields.recovery_point,
    troubleshoot: fields.troubleshoot,
    danger: fields.danger,
    see: fields.see,
    span: reading.document.wholeSpan(path),
  });
  // A check has one probe, and the time-out beside it is that of a try.
  if (part.kind === 'check') {
    return {...common, ...part, probe: {...part.probe, timeoutMs: common.timeoutMs}};
  }
  return {...common, ...part};
};

type PartsPlace = {
  readonly id: string;
  readonly reading: Reading;
  readonly path: DocumentPath;
  readonly defaults: StepDefaults;
};

/** The probes and actions that hang on a step; read even where its other fields are wrong, so that all problems show. */
export const readParts = (item: {readonly [field: string]: Json}, {id, reading, path, defaults}: PartsPlace) => {
  const before: Where = {step: id, at: 'before', drill: false};
  const after: Where = {step: id, at: 'after', drill: false};
  return {
    requires: readProbes(item.requires, {reading, path: [...path, 'requires'], where: before}),
    verify: readProbes(item.verify, {reading, path: [...path, 'verify'], where: after}),
    doneWhen: readProbes(item.done_when, {reading, path: [...path, 'done_when'], where: before}),
    undo: readUndo(item.undo, {reading, path: [...path, 'undo'], where: after}),
    drill:
      item.drill === undefined
        ? (defaults.drill ?? {do: 'run' as const})
        : readDrillBehaviour(item.drill, {reading, path: [...path, 'drill'], where: {...before, drill: true}}),
  };
};

/** Actions and instructions change things unless they say otherwise; probes read; the others do nothing themselves. */
const effectsOf = (part: StepPart): Effects => {
  switch (part.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'instruction':
      return 'write';
    case 'check':
      return 'read';
    case 'notify':
    case 'input':
    case 'approval':
    case 'wait':
    case 'decision':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
    case 'let':
    case 'assert':
    case 'milestone':
    case 'end':
      return 'none';
  }
};

/** How long somebody types is as unknown as how long an action takes. */
const estimateOf = ({estimate, timeout}: Fields, part: StepPart): Fields['estimate'] =>
  estimate ??
  (isTypedInto(part) && timeout === undefined ? {p50Ms: actionTimeoutMs, p90Ms: actionTimeoutMs} : undefined);

const isTypedInto = (part: StepPart): boolean => part.kind === 'command' && asksPeople(part.action);

const timesOf = (
  {timeout}: Fields,
  part: StepPart,
  defaults: StepDefaults,
): Pick<CommonFields, 'timeoutMs' | 'untypedTimeoutMs'> => {
  if (timeout !== undefined) {
    return {timeoutMs: timeout};
  }
  const ownMs = part.shape === 'probe' ? probeTimeoutMs : (defaults.timeoutMs ?? actionTimeoutMs);
  return isTypedInto(part) ? {timeoutMs: interactiveTimeoutMs, untypedTimeoutMs: ownMs} : {timeoutMs: ownMs};
};

const outputOf = (output: Fields['outputs'][string]): OutputDeclaration =>
  typeof output === 'string'
    ? {value: output, secret: false}
    : {...output, secret: output.secret || output.type === 'connection'};

/** What the expressions about a result can see. */
export const resultOf = (part: StepPart): Surroundings => {
  switch (part.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
      return resultSurroundings[part.kind];
    case 'check':
      return resultSurroundings[part.probe.action.kind];
    case 'wait':
      return 'until' in part.wait ? resultSurroundings[part.wait.until.action.kind] : 'program-result';
    case 'notify':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'decision':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
    case 'let':
    case 'assert':
    case 'milestone':
    case 'end':
      return 'step';
  }
};

type Noting = {readonly reading: Reading; readonly path: DocumentPath; readonly around: Surroundings};

const noteExpressions = (fields: Fields, {reading, path, around}: Noting): void => {
  const {id: step, when, expect, recovery_point, outputs, touches, confirm} = fields;
  const expression = {form: 'expression', step, at: 'before', around, into: 'decision'} as const;
  if (when !== undefined) {
    use(reading, {...expression, source: when, path: [...path, 'when'], around: 'step', gives: 'bool'});
  }
  if (expect !== undefined) {
    use(reading, {...expression, source: expect, path: [...path, 'expect'], gives: 'bool'});
  }
  if (recovery_point !== undefined) {
    const at = [...path, 'recovery_point'];
    use(reading, {...expression, source: recovery_point, path: at, at: 'after', gives: 'time', into: 'record'});
  }
  for (const [key, output] of Object.entries(outputs)) {
    const at = [...path, 'outputs', key, ...(typeof output === 'string' ? [] : ['value'])];
    const source = typeof output === 'string' ? output : output.value;
    use(reading, {...expression, source, path: at, gives: 'anything', into: 'output'});
  }
  if (fields.each !== undefined) {
    const at = [...path, 'each', 'in'];
    use(reading, {...expression, source: fields.each.in, path: at, around: 'step', gives: 'list', into: 'record'});
  }
  const text = {form: 'text', step, at: 'before', around: 'step'} as const;
  for (const [index, source] of touches.entries()) {
    // A mistake in one that stands there bare is shown where it stands.
    const form = touchedText(source) === `\${${source}}` ? 'expression' : 'text';
    use(reading, {...text, form, source, path: [...path, 'touches', index], gives: 'text', into: 'connection'});
  }
  if (confirm !== undefined) {
    use(reading, {...text, source: confirm.type, path: [...path, 'confirm', 'type'], gives: 'text', into: 'record'});
  }
};
