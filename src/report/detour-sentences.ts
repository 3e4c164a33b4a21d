/** What facts of going back say, in sentences. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {AttemptName, DetourFact} from '../run/event.ts';
import {actionSentences} from './action-sentences.ts';
import {counted} from './spoken-duration.ts';

export const detourSentences = (
  fact: DetourFact,
  {name, by}: {readonly name: string; readonly by: string},
): readonly string[] => {
  switch (fact.type) {
    case 'undo-started':
      return [
        `${name}: going back to it${by}, because ${showForeignLine(fact.reason)}.`,
        `${undoneWords((fact.listed ?? 0) + fact.attempts.length)}, the newest first: ${fact.listed === undefined ? '' : 'those that were listed, then '}${namesOf(fact.attempts) || 'nothing has to be'}.`,
      ];
    case 'undo-listed':
      return [`${name}: to go back to it these are to be undone, the newest first: ${namesOf(fact.attempts)}.`];
    case 'undo-began':
      return [
        `${name}: the undo of attempt ${fact.of} ${fact.prompt ? 'waits for a person' : 'began'}.`,
        ...(fact.prompt ? [showForeignLine(fact.prompt.ask)] : []),
        ...actionSentences(fact.shown),
      ];
    case 'undone':
      return [`${name}: attempt ${fact.of} is undone${by}${because(fact.reason)}.`];
    case 'undo-failed':
      return [`${name}: the undo of attempt ${fact.of} FAILED: ${showForeignLine(fact.reason)}. The run is held.`];
    case 'undo-retried':
      return [`${name}: the undo of attempt ${fact.of} is tried again${by}${because(fact.reason)}.`];
    case 'undo-skipped':
      return [`${name}: attempt ${fact.of} is NOT UNDONE${by}: ${showForeignLine(fact.reason)}.`];
    case 'undo-ended':
      return [
        `${name}: all is undone; the run ${fact.thenTo === undefined ? 'is held before it' : `goes on at ${fact.thenTo}, as the runbook says`}.`,
      ];
    case 'jumped':
      return [`${name}: the run JUMPED here${by}: ${showForeignLine(fact.reason)}.`];
  }
};

const namesOf = (attempts: readonly AttemptName[]): string =>
  attempts.map(({step, attempt}) => `${step}#${attempt}`).join(', ');

const undoneWords = (count: number): string => `${counted(count, 'attempt')} ${count === 1 ? 'is' : 'are'} undone`;

const because = (reason: string | undefined): string =>
  reason === undefined ? '' : `, because ${showForeignLine(reason)}`;
