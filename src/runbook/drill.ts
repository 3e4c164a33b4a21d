/** What a runbook says about its drills: the lab, the fault, the inputs, the answers, how success is judged, and variants of it. */
import type {Json} from '../base/canonical-json.ts';
import {drillFields, variantFields} from './drill-fields.ts';
import {present} from './present.ts';
import {readProbes} from './probes.ts';
import {isMapping, isSequence, type Reading, readFields, use} from './reading.ts';
import type {Drill, DrillBlock, DrillVariant, Probe} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

type Place = {readonly reading: Reading; readonly path: DocumentPath};

/** Reads the `drill` of a document. */
export const readDrill = (value: Json, {reading, path}: Place): DrillBlock | undefined => {
  const accept = readTexts(value, {reading, path});
  const fields = readFields(reading, value, {schema: drillFields, path, thing: 'a drill', area: 'runbook'});
  const {variants} = isMapping(value) ? value : {};
  const drill = fields && {
    lab: fields.lab,
    dataset: fields.dataset,
    ...replacedBy(value),
    inputs: mapIn(value, 'inputs'),
    answers: mapIn(value, 'answers'),
    accept,
    keepsNewerWrites: fields.keeps_newer_writes,
  };
  const read = Object.entries(isMapping(variants) ? variants : {}).flatMap(([name, variant]) => {
    const changes = readVariant(variant, {reading, path: [...path, 'variants', name]});
    return drill === undefined || changes === undefined ? [] : [variantOf(drill, name, changes)];
  });
  return drill && {...drill, variants: read};
};

/** What a variant says itself. */
type Changes = Partial<Omit<Drill, 'lab'>> & {readonly title?: string};

const readVariant = (value: Json, {reading, path}: Place): Changes | undefined => {
  const accept = readTexts(value, {reading, path});
  const thing = 'a variant of a drill';
  const fields = readFields(reading, value, {schema: variantFields, path, thing, area: 'runbook'});
  return (
    fields &&
    present({
      title: fields.title,
      dataset: fields.dataset,
      ...replacedBy(value),
      inputs: mapIn(value, 'inputs'),
      answers: mapIn(value, 'answers'),
      accept: isMapping(value) && value.accept !== undefined ? accept : undefined,
      keepsNewerWrites: fields.keeps_newer_writes,
    })
  );
};

/** Fields are replaced as a whole, but for inputs and answers, which are replaced one by one. */
const variantOf = (drill: Drill, name: string, {inputs, answers, ...changes}: Changes): DrillVariant => ({
  ...drill,
  ...changes,
  inputs: {...drill.inputs, ...inputs},
  answers: {...drill.answers, ...answers},
  name,
});

const replacedBy = (value: Json): Pick<Drill, 'fault'> => {
  const [name, fields] = Object.entries(mapIn(value, 'fault'))[0] ?? [];
  return name !== undefined && isMapping(fields) ? {fault: {name, fields}} : {};
};

const mapIn = (value: Json, field: string): {readonly [key: string]: Json} => {
  const inner = isMapping(value) ? value[field] : undefined;
  return isMapping(inner) ? inner : {};
};

/** Texts in inputs, as deep as they stand, and the probes that judge. */
const readTexts = (value: Json, {reading, path}: Place): readonly Probe[] => {
  const {inputs, accept} = isMapping(value) ? value : {};
  const where = {at: 'after', drill: true} as const;
  const probes = readProbes(accept, {reading, path: [...path, 'accept'], where});
  noteTexts(inputs, {reading, path: [...path, 'inputs']});
  return probes;
};

/** Texts inside of values, as deep as they stand: `database: "${lab.primary}"`. */
const noteTexts = (value: Json | undefined, {reading, path}: Place): void => {
  if (typeof value === 'string') {
    const noted = {source: value, form: 'text', path, at: 'before', around: 'drill'} as const;
    use(reading, {...noted, gives: 'anything', into: 'parameter'});
  } else if (isSequence(value)) {
    for (const [index, item] of value.entries()) {
      noteTexts(item, {reading, path: [...path, index]});
    }
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) {
      noteTexts(item, {reading, path: [...path, key]});
    }
  }
};
