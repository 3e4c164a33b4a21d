/** What somebody did about a step, as a short clause behind their name: for lists of who did what. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Fact, StepFact} from '../run/event.ts';

type StepFactAt = Extract<Fact, StepFact>;

/** Nothing where the fact is nobody's act: what the engine records by itself, and what a question or an attempt went through. */
export const deedWords = (fact: StepFactAt): string | undefined => {
  if (fact.actor.via === 'engine' && fact.type !== 'chosen') {
    return undefined;
  }
  switch (fact.type) {
    case 'ticked':
      return `ticked item ${fact.index + 1}`;
    case 'confirmed':
      return 'typed the name of the target';
    case 'approved':
      return `approved, ${proofs[fact.proof]}`;
    case 'chosen':
      return `chose ${shown(fact.branch)}${because(fact.reason)}`;
    case 'picked':
      return `picked ${shown(fact.inner)}`;
    case 'succeeded':
      return 'answered';
    case 'backfilled':
      return `entered what ${shown(fact.by)} did by hand`;
    case 'failed':
      return `${fact.rejected ? 'said no-go' : 'could not'}: ${shown(fact.reason)}`;
    case 'resolved':
      return `settled the unknown outcome as ${fact.as}: ${shown(fact.reason)}`;
    case 'retried':
      return `let it be tried again${because(fact.reason)}`;
    case 'skipped':
    case 'overridden':
      return `${fact.type === 'skipped' ? 'skipped it' : 'overrode it'}: ${shown(fact.reason)}`;
    case 'stop-requested':
      return `had it stopped: ${shown(fact.reason)}`;
    case 'revealed':
      return `was shown ${shown(fact.name)}`;
    case 'undo-started':
      return `went back to here: ${shown(fact.reason)}`;
    case 'undone':
      return 'took it back';
    case 'undo-failed':
      return `could not take it back: ${shown(fact.reason)}`;
    case 'undo-retried':
      return `let the undo be tried again${because(fact.reason)}`;
    case 'undo-skipped':
      return `left it as it is: ${shown(fact.reason)}`;
    case 'jumped':
      return `jumped here: ${shown(fact.reason)}`;
    case 'not-applicable':
    case 'asked':
    case 'expired':
    case 'listed':
    case 'opened':
    case 'file-ended':
    case 'round-ended':
    case 'began':
    case 'spawned':
    case 'performed':
    case 'probed':
    case 'unknown':
    case 'undo-listed':
    case 'undo-began':
    case 'undo-ended':
      return undefined;
  }
};

const proofs = {
  signature: 'proven by a signature',
  typed: 'a typed name that proves nothing',
  robot: 'a robot',
} as const;

const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${shown(reason)}`);

const shown = showForeignLine;
