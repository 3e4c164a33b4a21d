/** The parts of a step as a run would record them, made by what the run itself uses; what exists only later is spelled out. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Foretold, ForetoldAction, ForetoldCondition, ForetoldProbe} from '../../run/dry-run.ts';
import type {Action, Text} from '../../runbook/action.ts';
import {probeWordsFor} from '../../runbook/probe-words.ts';
import type {Expression, Probe, Step} from '../../runbook/runbook.ts';
import {openAction, openText} from '../../runbook/texts/open-texts.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {fillAction, fillForEyes} from '../actions/resolve.ts';
import type {ResolvedAction} from '../actions/runner.ts';
import {allRoom, onTerminal, shownOf} from '../actions/show.ts';
import {touchedBy, withTouches} from '../actions/touches.ts';
import {safeShown, textsOf} from '../secrets/hidden-texts.ts';
import {tellCondition} from '../values/made-values.ts';
import type {Values} from '../values/values.ts';
import {type KnownNow, openingAt, type Place} from './known-now.ts';

/** Something that was filled in, or the sentence why it cannot be. */
export const foretold = <Part>(result: Result<Part>): Foretold<Part> =>
  result.ok ? {ok: true, value: result.value} : {ok: false, problem: result.reason};

/** A condition as far as it can be told. */
export const foretellCondition = (known: KnownNow, place: Place, expression: Expression): ForetoldCondition => {
  const part = openingAt(known, place)(expression);
  if (part.is === 'open') {
    return {expression, holds: null, dependsOn: part.waitsFor};
  }
  const told = tellCondition(part.expression, known.values.at(place.path));
  return told.ok
    ? {expression, holds: told.value, dependsOn: []}
    : {expression, holds: null, dependsOn: [], problem: told.reason};
};

/** A text as it may be seen. */
export const foretellText = (known: KnownNow, place: Place, text: Text): Result<string> => {
  const {scope, hide} = known.values.at(place.path);
  const filled = fillString(openText(text, openingAt(known, place)), scope('masked'));
  return filled.ok ? succeed(hide(filled.value)) : fail(hide(filled.reason));
};

/** An action as it may be seen, the whole of it. */
export const foretellAction = (
  known: KnownNow,
  place: Place,
  {action, touches = []}: {readonly action: Action; readonly touches?: readonly Text[]},
): Result<ForetoldAction> => {
  const values = known.values.at(place.path);
  const opening = openingAt(known, place);
  const opened = openAction(action, opening);
  // What can be told as a whole is filled in as the run would: what would hold it there is found now.
  const real = opened === action ? fillAction(action, values) : succeed(undefined);
  const seen = real.ok ? fillForEyes(opened, values) : real;
  if (!seen.ok) {
    return seen;
  }
  const resolved = seen.value;
  if (resolved === undefined) {
    return succeed({kind: action.kind, lines: [], ...onTerminal(action)});
  }
  const openTouches = touches.map(text => openText(text, opening));
  const touched = touchedBy(values, openTouches, resolved);
  const shown = withTouches(shownOf(resolved, values.hide, allRoom), {touches: openTouches}, values);
  return touched.ok ? succeed({...safeShown(shown, textsOf(values.hide)), ...besides(resolved, values)}) : touched;
};

/** What no fact has room for. */
const besides = (action: ResolvedAction, {hide}: Values): Partial<ForetoldAction> => {
  switch (action.kind) {
    case 'command':
      return {
        ...(action.cwd !== undefined && {cwd: hide(action.cwd)}),
        ...(action.stdin !== undefined && {stdin: hide(action.stdin)}),
      };
    case 'script':
      return {interpreter: action.interpreter.map(hide)};
    case 'sql':
      return action.transaction ? {isTransaction: true} : {};
    case 'http':
    case 'notify':
      return {};
  }
};

/** A probe, with its question filled in. */
export const foretellProbe = (known: KnownNow, place: Place, probe: Probe): ForetoldProbe => {
  const {negated, action, expect, failWhen, withinMs} = probe;
  const asks = foretold(foretellAction(known, place, {action}));
  return {
    name: probeWordsFor(probe, asks.ok ? asks.value.lines[0] : undefined),
    negated,
    asks,
    ...(expect !== undefined && {expect}),
    ...(failWhen !== undefined && {failWhen}),
    ...(withinMs !== undefined && {withinMs}),
  };
};

/** How a step is taken back. */
export const foretellUndo = (
  known: KnownNow,
  place: Place,
  undo: NonNullable<Step['undo']>,
): Foretold<ForetoldAction | {readonly kind: 'instruction'; readonly do: string}> => {
  if (undo.kind !== 'instruction') {
    return foretold(foretellAction(known, place, {action: undo}));
  }
  const text = foretellText(known, place, undo.do);
  return foretold(text.ok ? succeed({kind: 'instruction' as const, do: text.value}) : text);
};
