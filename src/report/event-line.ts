/** One fact as plain lines: for `--plain`, for pipes, and for screen readers. A sentence each, no redrawing, nothing by symbol alone. */
import {showForeignLine} from '../base/foreign-text.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Fact, RunFact} from '../run/event.ts';
import {happenedAt} from '../run/happened.ts';
import type {RunState} from '../run/state.ts';
import {roleHolder} from './call-sentences.ts';
import {jumpWords} from './clock-lines.ts';
import {drillSentences} from './drill-sentences.ts';
import {recordSentences} from './record-sentences.ts';
import {speakable} from './speakable.ts';
import {spokenDuration} from './spoken-duration.ts';
import {stepName, stepsOnPage} from './step-name.ts';
import {stepSentences} from './step-sentences.ts';
import {dayAndTime, eventName, modeWords, outcomeWords, timeOfDay, titleWords} from './words.ts';

/**
 * What a fact says, given the state after it: none, one or several lines; the first carries the time (UTC), the others are indented.
 * The output of actions is no fact (`printedLines`), nor is how to answer (`promptLines`); the summary closes a run (`summaryLines`).
 */
export const eventLines = (fact: Fact, state: RunState): readonly string[] => {
  const [first, ...rest] = isAboutStep(fact) ? stepSentences(fact, state) : runSentences(fact, state);
  return first === undefined
    ? []
    : [
        `${timeOfDay(Date.parse(happenedAt(fact)))} ${speakable(first)}${enteredWords(fact)}`,
        ...indented(rest.map(speakable)),
      ];
};

/** What a person had on paper was known to nobody else before; what followed from it is told as of then. */
const enteredWords = ({happened, at, actor}: Fact): string => {
  if (happened === undefined) {
    return '';
  }
  const entered = dayAndTime(Date.parse(at), Date.parse(happened));
  return actor.via === 'paper'
    ? ` On paper at ${timeOfDay(Date.parse(happened))}, entered at ${entered}.`
    : ` Entered at ${entered}.`;
};

const indent = ' '.repeat('02:47:05 '.length);

/** The lines below one that begins with the time stand behind it. */
export const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `${indent}${line}`);

const runSentences = (fact: Extract<Fact, RunFact>, state: RunState): readonly string[] => {
  switch (fact.type) {
    case 'run-started':
      return startSentences(fact, state);
    case 'amended':
      return [amendmentSentence(fact)];
    case 'session-opened':
    case 'session-closed':
    case 'clock-jumped':
      return sessionSentences(fact);
    case 'event-marked':
      return [
        `${eventName(fact.event)} was at ${dayAndTime(Date.parse(fact.time), Date.parse(fact.at))} UTC, as said by ${sources[fact.source]}.`,
      ];
    case 'paused':
      return [`Paused by ${shown(fact.actor.name)}: ${shown(fact.reason)}. Nothing new starts.`];
    case 'continued':
      return [`Continued by ${shown(fact.actor.name)}.`];
    case 'due': {
      const who = fact.role === undefined ? '' : ` It is for ${roleHolder(state, fact.role)}.`;
      return fact.what === 'deadline'
        ? [
            `DEADLINE PASSED, ${shown(fact.id)}: ${sentence(fact.text)}${who} Type "acknowledge ${shown(fact.id)}" once it is done.`,
          ]
        : [`Reminder: ${sentence(fact.text)}${who}`];
    }
    case 'inputs-changed':
      return [
        `${shown(fact.actor.name)} changed ${Object.entries(fact.inputs)
          .map(([name, value]) => `${name} to ${shown(JSON.stringify(value))}`)
          .join(', ')}.`,
      ];
    case 'acknowledged':
      return [`${shown(fact.actor.name)} says that this is done: ${shown(fact.id)}.`];
    case 'noted':
      return [`The note of ${shown(fact.actor.name)} is recorded: ${shown(fact.text)}`];
    case 'handed-over':
    case 'escalated':
    case 'approval-proven':
    case 'given-again':
    case 'lacking':
      return peopleSentences(fact, state);
    case 'evidence-attached':
      return [
        `The evidence of ${shown(fact.actor.name)} is recorded: ${shown(fact.name)}, ${fact.bytes} bytes, kept as ${shown(fact.file)}${fact.text === undefined ? '' : `: ${shown(fact.text)}`}.`,
      ];
    case 'tail-removed':
    case 'degraded':
    case 'restored':
    case 'sealed':
      // A seal in the middle of a run tells an operator nothing.
      return fact.type === 'sealed' && state.status !== 'ended' ? [] : recordSentences(fact);
    case 'injects-sealed':
    case 'injects-opened':
    case 'lab-examined':
    case 'drill-judged':
      return drillSentences(fact);
    case 'run-ended':
      return [
        `The run ended: ${outcomeWords[fact.outcome]}${fact.reason === undefined ? '' : `, because ${shown(fact.reason)}`}.`,
      ];
  }
};

const sessionSentences = (
  fact: Extract<Fact, {type: 'session-opened' | 'session-closed' | 'clock-jumped'}>,
): readonly string[] => {
  switch (fact.type) {
    case 'session-opened':
      return fact.session === 1
        ? []
        : [
            `Session ${fact.session} was opened by ${shown(fact.user)} on ${shown(fact.host)}${fact.paper ? ' to enter what was done on paper' : '; the run goes on'}.`,
          ];
    case 'session-closed':
      return [`The session was closed: ${shown(fact.reason)}.`];
    case 'clock-jumped':
      return [`${jumpWords(fact.byMs)}; no duration holds any of that.`];
  }
};

const amendmentSentence = ({number, reason, by, proof, diff}: Extract<Fact, {type: 'amended'}>): string =>
  `AMENDED: the runbook of this run was changed (amendment ${number}, ${shown(diff.file)}): ${shown(reason)}. Approved by ${shown(by)}${proof === 'signature' ? ', proven by a signature' : ', a typed name that proves nothing'}.`;

type PeopleFact = Extract<Fact, {type: 'handed-over' | 'escalated' | 'approval-proven' | 'given-again' | 'lacking'}>;

const peopleSentences = (fact: PeopleFact, state: RunState): readonly string[] => {
  switch (fact.type) {
    case 'handed-over':
      return [
        `The hand-over is recorded: ${eventName(fact.role)} is now ${shown(fact.to)}, after ${shown(fact.from)}, as said by ${shown(fact.actor.name)}${because(fact.reason)}.`,
      ];
    case 'escalated':
      return [
        `${stepName(state, fact.step)}: ESCALATED to ${roleHolder(state, fact.to)}, by ${shown(fact.actor.name)}: ${shown(fact.reason)}.`,
      ];
    case 'lacking':
      return [
        `${stepName(state, fact.step)}: WAITS FOR A SECRET that is gone with the program that knew it: what ${fact.lacks
          .map(({step}) => stepName(state, step))
          .join(', and ')} gave.`,
      ];
    case 'given-again':
      return [
        `The secret ${shown(fact.name)} of ${stepName(state, fact.step)} was given again by ${shown(fact.actor.name)}.`,
      ];
    case 'approval-proven':
      return [
        `${stepName(state, fact.step)}: the go of ${shown(fact.of)} is proven by the signature of ${shown(fact.by)}.`,
      ];
  }
};

const startSentences = (fact: Extract<Fact, {type: 'run-started'}>, state: RunState): readonly string[] => {
  const {rtoMs, rpoMs, mtpdMs} = fact.objectives;
  const rto = rtoMs === null ? 'no RTO' : `RTO ${spokenDuration(rtoMs)}`;
  const rpo = rpoMs === null ? 'no RPO' : `RPO ${spokenDuration(rpoMs)}`;
  return [
    `${modeWords[fact.mode]}: ${shown(titleWords(fact.runbook.title, fact.variant))} was started by ${shown(fact.executor)}.`,
    `The run is ${fact.run}. It has ${stepsOnPage(state)} steps, ${rto} and ${rpo}${mtpdMs === undefined ? '' : `; MTPD ${spokenDuration(mtpdMs)}`}.`,
  ];
};

const sources = {typed: 'a person', probe: 'a check', engine: 'the engine', lab: 'the lab'} as const;

const because = (reason: string | undefined): string => (reason === undefined ? '' : `, because ${shown(reason)}`);

const shown = showForeignLine;

/** With one full stop, however its author wrote it. */
const sentence = (text: string): string => `${shown(text.trim()).replace(/[.]$/, '')}.`;
