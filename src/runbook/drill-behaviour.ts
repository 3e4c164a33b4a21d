/** What a step does in a drill: the same, nothing but an assumed result, nothing, or something else. */
import type {Json} from '../base/canonical-json.ts';
import {actionKinds, readAction} from './actions.ts';
import type {DocumentPath} from './document.ts';
import {isMapping, type Reading, report, type Where} from './reading.ts';
import type {DrillBehaviour} from './runbook.ts';

type Place = {readonly reading: Reading; readonly path: DocumentPath; readonly where: Where};

/** Reads `run`, `simulate`, `skip`, `{outputs: …}` (simulate, with results for later steps) or another action. */
export const readDrillBehaviour = (value: Json, {reading, path, where}: Place): DrillBehaviour => {
  switch (value) {
    case 'run':
      return {do: 'run'};
    case 'skip':
      return {do: 'skip'};
    case 'simulate':
      return {do: 'simulate', outputs: {}};
    default:
      return readMapping(value, {reading, path, where});
  }
};

const readMapping = (value: Json, {reading, path, where}: Place): DrillBehaviour => {
  if (isMapping(value) && isMapping(value.outputs) && Object.keys(value).length === 1) {
    return {do: 'simulate', outputs: value.outputs};
  }
  const action = readAction(value, {reading, path, where});
  if (action !== undefined) {
    return {do: 'instead', action};
  }
  // A known kind whose fields are wrong has been reported with its fields.
  if (!(isMapping(value) && actionKinds.some(kind => value[kind] !== undefined))) {
    report(reading, {
      code: 'step/wrong-value',
      message: '"drill" must be run, simulate, skip, {outputs: …} or another action',
      span: reading.document.valueSpan(path),
      hint: 'simulate runs nothing; {outputs: {NAME: VALUE}} runs nothing and gives later steps those values',
    });
  }
  return {do: 'run'};
};
