/** Groups: their blocks are opened, a round is judged, and they are closed when everything inside is over. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Expression, Step, StepOf} from '../runbook/runbook.ts';
import {failing} from '../runbook/words.ts';
import {type Context, stateAt, stepAt, valuesAt} from './context.ts';
import {failStep, followed} from './failure.ts';
import {listItems} from './items.ts';
import {waitsForSecret} from './secrets/lacking.ts';
import {madeOf} from './secrets/made-again.ts';
import {readIncludedInputs} from './values/included-inputs.ts';
import {makeValue, tellCondition} from './values/made-values.ts';
import {recordedIncluded} from './values/told-inputs.ts';
import type {Values} from './values/values.ts';

/** Opens a group that nobody has to be asked about: all that it has, or what its list holds now. */
export const openGroup = (context: Context, item: Wanted, attempt: number): void => {
  const place = {step: item.path, attempt};
  const {step} = stepAt(context.forest, item.path);
  if (step.kind === 'include') {
    openIncluded(context, item, {attempt, step});
    return;
  }
  if (item.policy.opens !== 'items') {
    context.record(item, {type: 'opened', ...place});
    return;
  }
  // After a confirmation the list stands in the facts already.
  const listed = item.want === 'begin' ? openListed(context, item) : listItems(context, item, attempt);
  if (!listed.ok) {
    failStep(context, item, {attempt, reason: listed.reason, then: {do: 'hold'}});
    return;
  }
  const {count, masked} = listed.value;
  context.record(item, {type: 'opened', ...place, count, ...(masked && {masked})});
};

const openIncluded = (
  context: Context,
  item: Wanted,
  {attempt, step}: {readonly attempt: number; readonly step: StepOf<'include'>},
): void => {
  const values = valuesAt(context, item);
  const nowMs = context.clock.nowMs();
  const zoneOffsetMinutes = -new Date(nowMs).getTimezoneOffset();
  const told = readIncludedInputs(step, values, {nowMs, zoneOffsetMinutes});
  if (!told.ok) {
    failStep(context, item, {attempt, reason: told.reason, then: {do: 'hold'}});
    return;
  }
  values.keepInputs(step.runbook, told.value);
  context.record(item, {type: 'opened', step: item.path, attempt, ...recordedIncluded(told.value)});
};

const openListed = (context: Context, {path}: Wanted): Result<{readonly count: number; readonly masked: boolean}> => {
  const {items = [], itemsMasked = false} = stateAt(context.state, path);
  return succeed({count: items.length, masked: itemsMasked});
};

/** A round is over: is it enough, does another one follow, or was it the last? */
export const judgeRound = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {path, attempt} = item;
  const round = (stateAt(context.state, path).width ?? 1) - 1;
  // What stands in `until` sees the steps of the round that has just ended.
  const until = step.kind === 'repeat' ? step.until : 'true';
  const viewer = `${path}[${round}]/$`;
  if (waitsForSecret(context, item, {attempt, reads: [until], viewer})) {
    return;
  }
  const enough = tellCondition(until, context.values.at(viewer));
  if (!enough.ok) {
    failStep(context, item, {attempt, reason: `until: ${enough.reason}`, then: {do: 'hold'}});
    return;
  }
  if (!enough.value && round + 1 >= item.policy.roundsMax) {
    failStep(context, item, {
      attempt,
      reason: `After ${round + 1} rounds it was not true that ${until}`,
      then: followed(context, path, item.policy.onFailure),
    });
    return;
  }
  context.record(item, {type: 'round-ended', step: path, attempt, round, done: enough.value});
};

/** Everything inside a group is over: what its branch gives is evaluated, and the group has succeeded. */
export const closeGroup = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {choice, failedItems = [], width = 0, fileOutcome} = stateAt(context.state, item.path);
  const {path, attempt, policy} = item;
  if (step.each && failedItems.length > 0 && step.onFailure.do !== 'hold') {
    const then = followed(context, path, policy.onFailure);
    const again = then.do === 'hold' ? `; to try again is to do all ${width} again` : '';
    failStep(context, item, {attempt, reason: `${failedItems.length} of ${width} failed${again}`, then});
    return;
  }
  if (fileOutcome !== undefined && failing.includes(fileOutcome)) {
    const reason = `the included runbook ended: ${fileOutcome}`;
    failStep(context, item, {attempt, reason, then: followed(context, path, policy.onFailure)});
    return;
  }
  const gives = Object.values(madeOf(step, choice));
  const viewer = step.kind === 'include' ? `${path}/$` : path;
  if (waitsForSecret(context, item, {attempt, reads: gives, viewer})) {
    return;
  }
  const outputs = groupOutputs(context, step, {path, choice});
  if (outputs.ok) {
    context.record(item, {type: 'succeeded', step: path, attempt, outputs: outputs.value});
  } else {
    failStep(context, item, {attempt, reason: outputs.reason, then: {do: 'hold'}});
  }
};

/** What is included gives what its own document says, as seen from inside. */
const groupOutputs = (
  context: Context,
  step: Step,
  {path, choice}: {readonly path: string; readonly choice: string | undefined},
): Result<{readonly [name: string]: Json}> => {
  const values = context.values.at(path);
  return step.kind === 'include'
    ? evaluateAll(step.id, step.runbook.outputs, {inside: context.values.at(`${path}/$`), values})
    : branchOutputs(step, choice, values);
};

const branchOutputs = (
  step: Step,
  choice: string | undefined,
  values: Values,
): Result<{readonly [name: string]: Json}> => {
  const all = branchesOf(step, choice).map(({outputs}) => outputs);
  return evaluateAll(step.id, Object.assign({}, ...all), {inside: values, values});
};

const evaluateAll = (
  id: string,
  expressions: {readonly [name: string]: Expression},
  {inside, values}: {readonly inside: Values; readonly values: Values},
): Result<{readonly [name: string]: Json}> => {
  const outputs: {[name: string]: Json} = {};
  for (const [name, expression] of Object.entries(expressions)) {
    const made = makeValue(expression, inside);
    if (!made.ok) {
      return fail(`output ${name}: ${made.reason}`);
    }
    const {value, isSecret} = made.value;
    if (isSecret) {
      values.keepDerivedOutput(id, name, value);
    } else {
      outputs[name] = value;
    }
  }
  return succeed(outputs);
};

const branchesOf = (step: Step, choice: string | undefined) => {
  if (step.kind === 'parallel') {
    return step.branches;
  }
  return step.kind === 'decision' ? step.branches.filter(({name}) => name === choice) : [];
};
