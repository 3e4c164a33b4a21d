/** What of a fact may stand in the journal: no secret, no half characters, and no more than fits on a line. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {factBytesMax, nestingMax} from '../../journal/entry.ts';
import {isAboutStep, isDetour} from '../../run/about-step.ts';
import type {DetourFact, FactBody, RunFact, StepFact} from '../../run/event.ts';
import {clipped, jsonBytes} from '../short-text.ts';
import {mapMembers, safePrompt, safeShown, type Texts, textsOf} from './hidden-texts.ts';
import type {Hide} from './redact.ts';

/** Left for what every fact carries beside what it says: numbers, times, the actor. */
const envelopeBytes = 2_048;
const bodyBytesMax = factBytesMax - envelopeBytes;

const findingsBytesMax = 16_000;

/** The fact as it may be recorded, or why it cannot be: too long or too deep even with its sentences cut. */
export const recordable = (body: FactBody, hide: Hide): Result<FactBody> => {
  const safe = isAboutStep(body) ? safeStep(body, textsOf(hide)) : safeRun(body, textsOf(hide));
  if (!nestsWithin(safe, nestingMax)) {
    return fail(`what is to be recorded nests deeper than ${nestingMax} levels; leave such data in a file`);
  }
  const bytes = jsonBytes(safe);
  return bytes <= bodyBytesMax
    ? succeed(safe)
    : fail(`what is to be recorded is ${bytes} bytes long and ${bodyBytesMax} fit; leave large data in a file`);
};

const safeRun = (fact: RunFact, {sentence, whole}: Texts): RunFact => {
  switch (fact.type) {
    case 'run-started':
      // Inputs must come back as they were given: secret ones are recorded by name only.
      return {
        ...fact,
        inputs: mapMembers(fact.inputs, text => text.toWellFormed()),
        ...(fact.startAt && {startAt: {...fact.startAt, reason: sentence(fact.startAt.reason)}}),
      };
    case 'inputs-changed':
      return {
        ...fact,
        inputs: mapMembers(fact.inputs, text => text.toWellFormed()),
        ...(fact.reason !== undefined && {reason: sentence(fact.reason)}),
      };
    case 'due':
      return {...fact, text: sentence(fact.text)};
    case 'acknowledged':
      return fact;
    case 'session-closed':
    case 'amended':
    case 'paused':
      return {...fact, reason: sentence(fact.reason)};
    case 'continued':
    case 'run-ended':
      return {...fact, ...(fact.reason !== undefined && {reason: sentence(fact.reason)})};
    case 'noted':
      return {...fact, text: sentence(fact.text)};
    case 'handed-over':
      return {...fact, to: sentence(fact.to), ...(fact.reason !== undefined && {reason: sentence(fact.reason)})};
    case 'escalated':
      return {...fact, reason: sentence(fact.reason)};
    case 'approval-proven':
      return {...fact, of: sentence(fact.of), by: sentence(fact.by)};
    case 'evidence-attached':
      return {...fact, name: sentence(fact.name), ...(fact.text !== undefined && {text: sentence(fact.text)})};
    case 'lab-examined':
    case 'drill-judged': {
      const eachMax = Math.floor(findingsBytesMax / Math.max(1, fact.findings.length));
      return {
        ...fact,
        findings: fact.findings.map(finding => ({...finding, detail: clipped(whole(finding.detail), eachMax)})),
      };
    }
    case 'injects-opened': {
      // The whole of it stands in the file that the fact names.
      const eachMax = Math.floor(findingsBytesMax / Math.max(1, fact.injects.length));
      return {
        ...fact,
        injects: fact.injects.map(({inject, came}) => ({inject: clipped(whole(inject), eachMax), came})),
      };
    }
    case 'injects-sealed':
    case 'given-again':
    case 'lacking':
    case 'session-opened':
    case 'clock-jumped':
    case 'event-marked':
    case 'tail-removed':
    case 'degraded':
    case 'restored':
    case 'sealed':
      return fact;
  }
};

const safeStep = (fact: StepFact, texts: Texts): StepFact =>
  isDetour(fact) ? safeDetour(fact, texts) : safeForward(fact, texts);

const safeForward = (fact: Exclude<StepFact, DetourFact>, texts: Texts): StepFact => {
  const {sentence} = texts;
  switch (fact.type) {
    case 'asked':
      return {
        ...fact,
        prompt: safePrompt(fact.prompt, texts),
        ...(fact.shown && {shown: safeShown(fact.shown, texts)}),
      };
    case 'began':
      return {...fact, ...(fact.shown && {shown: safeShown(fact.shown, texts)})};
    case 'confirmed':
      return {...fact, value: sentence(fact.value)};
    case 'approved':
      return {...fact, by: sentence(fact.by)};
    case 'performed':
      return {...fact, result: texts.value(fact.result), ...(fact.outputs && {outputs: texts.values(fact.outputs)})};
    case 'revealed':
      return {...fact, name: sentence(fact.name)};
    case 'probed':
      return {...fact, name: sentence(fact.name), detail: sentence(fact.detail)};
    case 'succeeded':
      return {
        ...fact,
        ...(fact.result !== undefined && {result: texts.value(fact.result)}),
        ...(fact.outputs && {outputs: texts.values(fact.outputs)}),
        ...(fact.reason !== undefined && {reason: sentence(fact.reason)}),
      };
    case 'backfilled':
      return {
        ...fact,
        by: sentence(fact.by),
        ...(fact.outputs && {outputs: texts.values(fact.outputs)}),
        ...(fact.text !== undefined && {text: sentence(fact.text)}),
      };
    case 'failed':
      return {
        ...fact,
        reason: sentence(fact.reason),
        ...(fact.result !== undefined && {result: texts.value(fact.result)}),
      };
    case 'unknown':
      return {...fact, cause: sentence(fact.cause)};
    case 'stop-requested':
    case 'resolved':
    case 'skipped':
    case 'overridden':
      return {...fact, reason: sentence(fact.reason)};
    case 'chosen':
    case 'retried':
      return {...fact, ...(fact.reason !== undefined && {reason: sentence(fact.reason)})};
    case 'listed':
      return {...fact, items: fact.items.map(texts.value)};
    case 'opened':
      return {...fact, ...(fact.inputs && {inputs: texts.values(fact.inputs)})};
    case 'file-ended':
      return {...fact, ...(fact.reason !== undefined && {reason: sentence(fact.reason)})};
    case 'expired':
    case 'picked':
    case 'round-ended':
    case 'not-applicable':
    case 'ticked':
    case 'spawned':
      return fact;
  }
};

const safeDetour = (fact: DetourFact, texts: Texts): DetourFact => {
  const {sentence} = texts;
  switch (fact.type) {
    case 'undo-began':
      return {
        ...fact,
        ...(fact.prompt && {prompt: safePrompt(fact.prompt, texts)}),
        ...(fact.shown && {shown: safeShown(fact.shown, texts)}),
      };
    case 'undone':
      return {
        ...fact,
        ...(fact.result !== undefined && {result: texts.value(fact.result)}),
        ...(fact.reason !== undefined && {reason: sentence(fact.reason)}),
      };
    case 'undo-failed':
      return {
        ...fact,
        reason: sentence(fact.reason),
        ...(fact.result !== undefined && {result: texts.value(fact.result)}),
      };
    case 'undo-retried':
      return {...fact, ...(fact.reason !== undefined && {reason: sentence(fact.reason)})};
    case 'undo-started':
    case 'undo-skipped':
    case 'jumped':
      return {...fact, reason: sentence(fact.reason)};
    case 'undo-listed':
    case 'undo-ended':
      return fact;
  }
};

const nestsWithin = (value: Json, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every(member => member === undefined || nestsWithin(member, levels - 1)));
