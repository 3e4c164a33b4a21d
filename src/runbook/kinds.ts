/** What the declaration of a kind says about the steps of it. */
import type {Json} from '../base/canonical-json.ts';
import {longForm} from './actions.ts';
import {fieldsOfShape} from './common-fields.ts';
import {isMapping, isSequence} from './reading.ts';
import type {StepKind} from './runbook.ts';
import {stepKinds} from './steps.ts';

/** Whether a key of a step is that of a kind. */
export const isKind = (key: string): key is StepKind => Object.hasOwn(stepKinds, key);

/** The kinds in the order of their table. */
export const kindNames: readonly StepKind[] = Object.keys(stepKinds).filter(isKind);

/** The common fields that mean something for a kind. */
export const fieldsOfKind = (kind: StepKind): readonly string[] => {
  const declared = stepKinds[kind];
  return [...fieldsOfShape[declared.shape], ...('alsoCommon' in declared ? (declared.alsoCommon ?? []) : [])];
};

/** Whether the author has to give a step of the kind a title: an instant has one of its own. */
export const needsTitle = (kind: StepKind): boolean => !('title' in stepKinds[kind]);

/** The field that a bare value under the kind key stands for. */
export const shortOf = (kind: StepKind): string | undefined =>
  'short' in stepKinds[kind] ? stepKinds[kind].short : undefined;

/** Whether that value may be a map. */
const isShortMap = (kind: StepKind): boolean => 'shortIsMap' in stepKinds[kind];

/** `let: {replicas: "…"}` is short for `let: {values: {replicas: "…"}}`, which is all that a map under the map can mean. */
export const ownFieldsOf = (own: Json, kind: StepKind): Json => {
  const short = shortOf(kind);
  const isBareMap =
    isShortMap(kind) && short !== undefined && isMapping(own) && !isSequence(own) && !isMapping(own[short] ?? null);
  return isBareMap ? {[short]: own} : longForm(own, short);
};
