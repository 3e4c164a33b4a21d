/** Probes: named or inline, with what is left out filled in. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {meantOr} from '../diagnostics/nearest.ts';
import type {Action} from './action.ts';
import {actionKinds, readAction} from './actions.ts';
import {resultSurroundings} from './expressions/cel-environment.ts';
import {probeFields} from './probe-fields.ts';
import {asJson, isFull, isSequence, type Reading, readFields, report, use, type Where} from './reading.ts';
import type {Probe} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

/** One try of a probe ends after this long (language.md, Defaults). */
export const probeTimeoutMs = 30_000;

/** Often enough to see a change while a person looks on, seldom enough to burden nobody. */
const probeEveryMs = 1_000;

type Place = {
  readonly reading: Reading;
  readonly path: DocumentPath;
  readonly where: Where;
  /** The named probes around this one, the outermost first. */
  readonly within?: readonly string[];
};

/** Reads a list of probes, or a single one in its place. */
export const readProbes = (value: Json | undefined, {reading, path, where}: Place): readonly Probe[] => {
  if (value === undefined) {
    return [];
  }
  return (isSequence(value) ? value : [value]).flatMap((item, index) => {
    const probe = readProbeValue(item, {reading, path: isSequence(value) ? [...path, index] : path, where});
    return probe === undefined ? [] : [probe];
  });
};

/** Reads a probe from what stands in the document. */
export const readProbeValue = (value: Json | undefined, place: Place): Probe | undefined => {
  const {reading, path} = place;
  const fields = readFields(reading, value, {
    schema: probeFields,
    path,
    thing: 'a probe',
    area: 'probe',
  });
  return fields && readProbe(fields, place);
};

type ProbeFields = z.output<typeof probeFields>;

/** Makes a probe of fields that have been read. */
export const readProbe = (fields: ProbeFields, place: Place): Probe | undefined => {
  const {reading, path, where} = place;
  const sources = [...actionKinds, 'probe' as const, 'not' as const].filter(key => fields[key] !== undefined);
  const [source, second] = sources;
  if (source === undefined || second !== undefined) {
    return report(reading, {
      code: 'probe/source',
      message:
        source === undefined ? 'a probe needs something to ask' : `a probe asks one thing, not ${source} and ${second}`,
      span: second === undefined ? reading.document.keySpan(path) : reading.document.keySpan([...path, second]),
      hint: 'give it one of sql, http, command, script, probe or not',
    });
  }
  if (source === 'probe' || source === 'not') {
    return namedProbe(fields, source, place);
  }
  const action = readAction({[source]: asJson(fields[source])}, {reading, path, where});
  if (action?.kind === 'command' && action.interactive) {
    return report(reading, {
      code: 'step/wrong-value',
      message: 'a probe is asked again and again, so it cannot have the terminal',
      span: reading.document.keySpan([...path, 'command', 'interactive']),
      hint: 'ask a person in an instruction or a decision, or make it a step of its own',
    });
  }
  return action && inlineProbe(fields, action, {reading, path, where});
};

const inlineProbe = (fields: ProbeFields, action: Action, {reading, path, where}: Place): Probe => {
  noteExpectations(fields, action.kind, {reading, path, where});
  const {expect, fail_when: failWhen, every, within} = fields;
  return {
    negated: false,
    action,
    ...(expect !== undefined && {expect}),
    ...(failWhen !== undefined && {failWhen}),
    everyMs: every ?? probeEveryMs,
    ...(within !== undefined && {withinMs: within}),
    timeoutMs: probeTimeoutMs,
  };
};

const noteExpectations = (
  {expect, fail_when}: ProbeFields,
  kind: Action['kind'],
  {reading, path, where}: Place,
): void => {
  const result = resultSurroundings[kind];
  const around = where.drill ? (`drill-${result}` as const) : result;
  for (const [field, source] of [
    ['expect', expect],
    ['fail_when', fail_when],
  ] as const) {
    if (source !== undefined) {
      const noted = {
        source,
        form: 'expression',
        path: [...path, field],
        around,
        gives: 'bool',
        into: 'decision',
      } as const;
      use(reading, {...noted, ...where});
    }
  }
};

const namedProbe = (fields: ProbeFields, source: 'probe' | 'not', place: Place): Probe | undefined => {
  const {reading, path, where, within = []} = place;
  const name = fields[source] ?? '';
  const span = () => reading.document.valueSpan([...path, source]);
  if (!Object.hasOwn(reading.namedProbes, name)) {
    const hint = meantOr(name, () => Object.keys(reading.namedProbes), 'define it under probes');
    return report(reading, {code: 'reference/unknown', message: `there is no probe "${name}"`, span: span(), hint});
  }
  if (within.includes(name) || within.length > chainMax) {
    const message = within.includes(name)
      ? `this probe would ask itself (${[...within, name].join(' asks ')})`
      : `more than ${chainMax} probes ask each other`;
    return report(reading, {code: 'probe/chain', message, span: span(), hint: 'write out what it asks'});
  }
  const probe = readNamedProbe(name, {reading, where, within});
  if (probe === undefined) {
    return undefined;
  }
  noteExpectations(fields, probe.action.kind, {reading, path, where});
  const {expect, fail_when: failWhen, every, within: withinMs} = fields;
  return {
    ...probe,
    name: source === 'not' ? `not ${name}` : name,
    // Not of a not is neither.
    negated: probe.negated !== (source === 'not'),
    ...(expect !== undefined && {expect}),
    ...(failWhen !== undefined && {failWhen}),
    ...(every !== undefined && {everyMs: every}),
    ...(withinMs !== undefined && {withinMs}),
  };
};

/** One probe may ask another; a longer chain is taken for a mistake. */
const chainMax = 8;

/**
 * Reads the definition of a named probe. Whether its references hold depends on the step that asks, so its texts are
 * noted again for each; the definition itself is read once, however often it is asked.
 */
export const readNamedProbe = (name: string, {reading, where, within = []}: Omit<Place, 'path'>): Probe | undefined => {
  const key = `${where.drill ? 'drill' : 'run'} ${name}`;
  const known = reading.readProbes.get(key);
  if (known !== undefined) {
    for (const {step: _, at: __, ...noted} of isFull(reading) ? [] : known.uses) {
      use(reading, {...noted, at: where.at, ...(where.step !== undefined && {step: where.step})});
    }
    return known.probe;
  }
  const before = reading.uses.length;
  const path = ['probes', name];
  const probe = readProbeValue(reading.namedProbes[name], {reading, path, where, within: [...within, name]});
  reading.readProbes.set(key, {probe, uses: reading.uses.slice(before)});
  return probe;
};
