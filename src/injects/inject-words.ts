/** An inject in words, as people read it once it is known. */
import {spellDurationMs} from '../base/duration.ts';
import type {ApproverAway, Inject, KillMoment} from './injects.ts';

/** One sentence without its full stop. */
export const injectWords = (inject: Inject): string => {
  switch (inject.kind) {
    case 'step_fails': {
      const {step, attempt, exit, status, message} = inject;
      const how = exit !== undefined ? ` with exit code ${exit}` : status !== undefined ? ` with status ${status}` : '';
      return `${step} fails${how} at attempt ${attempt}: ${message}`;
    }
    case 'output_lies': {
      const {step, attempt, says} = inject;
      const fields = Object.entries(says).map(([field, value]) => `${field} = ${JSON.stringify(value)}`);
      return `${step} lies at attempt ${attempt}: ${fields.join(', ')}`;
    }
    case 'approver_away':
      return awayWords(inject);
    case 'tool_missing':
      return `${inject.tool} is not found by the steps`;
    case 'clock_jumps': {
      const {step, attempt, byMs} = inject;
      const way = byMs < 0 ? 'back' : 'forward';
      return `the wall clock of the engine is set ${way} by ${spellDurationMs(Math.abs(byMs))} at attempt ${attempt} of ${step}`;
    }
    case 'engine_killed': {
      const {step, attempt, when} = inject;
      return `the engine is killed ${momentWords[when]} of attempt ${attempt} of ${step}`;
    }
  }
};

const awayWords = ({step, forMs, escalation}: ApproverAway): string => {
  const who = step === undefined ? 'everybody who approves is away' : `who approves ${step} is away`;
  const howLong = forMs === undefined ? 'for good' : `for ${spellDurationMs(forMs)}`;
  return `${who} ${howLong}${escalation === 'away' ? ', and so is whoever is called in their place' : ''}`;
};

const momentWords: {readonly [Moment in KillMoment]: string} = {
  before_effect: 'before the effect',
  after_effect: 'after the effect',
  after_verdict: 'after the verdict',
};
