/** Results that a drill only assumes: those that later steps need and nobody gives, those that the step does not have, and those of another type. */
import type {Json} from '../../base/canonical-json.ts';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {someTime} from '../expressions/declared-misfits.ts';
import {referencesOf} from '../expressions/expression.ts';
import {expressionsIn} from '../expressions/expressions-in.ts';
import {inputExamples, readInput} from '../inputs.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {stepsById} from '../steps-by-id.ts';
import {allSteps} from '../walk.ts';

export const drillWithoutOutput: Rule = {
  code: 'drill/no-output',
  // Only drills need it: no incident waits for that.
  severity: 'warning',
  why: 'Nothing of the step runs in a drill, so what later steps read of it would be missing, and the drill would hold there.',
  waivable: true,
  check: subject => {
    const steps = assumedSteps(subject);
    const readers = steps.length === 0 ? new Map<string, readonly Reader[]>() : readersOf(subject);
    return steps.flatMap(step => {
      const given = givenBy(step);
      return Object.keys(step.outputs)
        .filter(name => given[name] === undefined)
        .flatMap(name => missing({step, name, readers: readers.get(step.id) ?? []}, subject));
    });
  },
};

export const unknownDrillOutput: Rule = {
  code: 'drill/unknown-output',
  severity: 'error',
  why: 'A drill that assumes other results than the step has assumes nothing of what later steps read.',
  waivable: false,
  check: subject =>
    assumedSteps(subject).flatMap(step => {
      const path = [...subject.pathOf(step.id), 'drill', 'outputs'];
      const known = Object.keys(step.outputs);
      return Object.keys(givenBy(step))
        .filter(name => !known.includes(name) && subject.document.has([...path, name]))
        .map(name => ({
          message: `step "${step.id}" has no output "${name}"`,
          span: subject.document.keySpan([...path, name]),
          hint: didYouMean(name, known) ?? 'remove it, or give it under outputs of the step',
        }));
    }),
};

export const wrongDrillOutput: Rule = {
  code: 'drill/wrong-output',
  // Only drills need it: no incident waits for that.
  severity: 'warning',
  why: 'What is assumed is read by the type of the output, as what the step really gives is; the drill would hold there.',
  waivable: true,
  check: subject =>
    assumedSteps(subject).flatMap(step => {
      const path = [...subject.pathOf(step.id), 'drill', 'outputs'];
      return Object.entries(givenBy(step))
        .filter(([name]) => subject.document.has([...path, name]))
        .flatMap(([name, value]) =>
          misread(name, value, step).map(misfit => ({...misfit, span: subject.document.valueSpan([...path, name])})),
        );
    }),
};

const misread = (name: string, value: Json, {outputs}: Step): readonly Omit<Finding, 'span'>[] => {
  const {type, secret} = outputs[name] ?? {};
  if (type === undefined) {
    return [];
  }
  const read = readInput({name, type, optional: true, span: {from: 0, to: 0}}, value, someTime);
  return read.ok
    ? []
    : [
        {
          message: `output "${name}" has the type ${type}: ${secret ? 'this does not fit' : read.reason}`,
          hint: `write ${inputExamples[type]}`,
        },
      ];
};

const isAssumed = ({drill, shape}: Step): boolean =>
  (drill.do === 'simulate' || drill.do === 'skip') && (shape === 'action' || shape === 'probe');

const assumedSteps = ({runbook}: Subject): readonly Step[] => [...allSteps(runbook.steps)].filter(isAssumed);

const givenBy = ({drill}: Step): {readonly [name: string]: Json} => (drill.do === 'simulate' ? drill.outputs : {});

type Reader = {
  /** The output that it reads; all of them where the text alone does not say which. */
  readonly output: string | undefined;
  readonly use: Use;
};

/** Who reads outputs in a drill, by the step that gives them. */
const readersOf = (subject: Subject): ReadonlyMap<string, readonly Reader[]> => {
  const readers = new Map<string, Reader[]>();
  for (const use of subject.uses.filter(candidate => isRead(candidate, subject))) {
    for (const {path} of expressionsIn(use).flatMap(({expression}) => referencesOf(expression))) {
      const [root, id = '', member, output] = path;
      if (root === 'steps' && member === 'outputs' && id !== use.step) {
        const known = readers.get(id) ?? [];
        known.push({output, use});
        readers.set(id, known);
      }
    }
  }
  return readers;
};

/** A step that is assumed itself reads nothing, except whether it is applicable. */
const isRead = ({step, path}: Use, {runbook}: Subject): boolean => {
  const reader = step === undefined ? undefined : stepsById(runbook).get(step);
  return reader === undefined || !isAssumed(reader) || path.at(-1) === 'when';
};

type Lacking = {readonly step: Step; readonly name: string; readonly readers: readonly Reader[]};

const missing = ({step: {id}, name, readers}: Lacking, {document, pathOf}: Subject): readonly Finding[] => {
  const reader = readers.find(({output}) => output === name || output === undefined);
  if (reader === undefined) {
    return [];
  }
  const path = [...pathOf(id), 'drill'];
  const {step = 'the document'} = reader.use;
  return [
    {
      message: `"${step}" reads the output "${name}" of "${id}", which a drill only assumes`,
      // Where all steps are simulated, nobody has said anything at this one.
      span: document.has(path) ? document.valueSpan(path) : document.keySpan([...pathOf(id), 'outputs', name]),
      hint: `say drill: {outputs: {${name}: VALUE}}`,
    },
  ];
};
