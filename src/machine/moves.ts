/** The moves that the machine allows a person now: footers, `--json` and refusals all read this. */
import type {Move, OpenPrompt} from '../run/intent.ts';
import type {Policy} from './policy.ts';
import type {Wanted} from './wanted.ts';

/** What a person may do about a step that is wanted, most usual first; nothing where only the machine acts. */
export const movesFor = ({want, policy}: Wanted): readonly Move[] => {
  switch (want) {
    case 'confirm':
      return ['confirm', ...skipping(policy), 'escalate', 'abort'];
    case 'answer':
      return [...answers(policy), ...skipping(policy), 'escalate', 'abort'];
    case 'hold':
      return [
        'retry',
        'give',
        ...(policy.overridable ? (['override'] as const) : []),
        ...skipping(policy),
        'set',
        // A gate that said no is no place to jump from.
        ...(policy.kind === 'approval' ? (['undo_to'] as const) : (['undo', 'undo_to', 'jump'] as const)),
        'escalate',
        'abort',
      ];
    case 'decide':
      return ['resolve', 'escalate', 'abort'];
    case 'pick':
      return ['pick', 'abort'];
    case 'undo-answer':
      return ['done', 'cannot', 'skip', 'abort'];
    case 'undo-hold':
      return ['retry', 'override', 'skip', 'abort'];
    case 'perform':
      return policy.shape === 'action' ? ['stop'] : [];
    case 'enter':
    case 'begin':
    case 'verify':
    case 'ask':
    case 'judge':
    case 'close':
    case 'end':
    case 'end-file':
    case 'undo':
    case 'undoing':
    case 'undo-end':
      return [];
  }
};

/** The kind of question that a wanted step puts to a person, if it does. */
export const promptKindOf = ({want, policy}: Wanted): OpenPrompt['kind'] | undefined => {
  switch (want) {
    case 'confirm':
      return 'confirmation';
    case 'answer':
      return policy.kind === 'decision' || policy.kind === 'approval' || policy.kind === 'input'
        ? policy.kind
        : 'instruction';
    case 'pick':
      return 'pick';
    case 'undo-answer':
      return 'instruction';
    case 'undo-hold':
      return 'held';
    case 'hold':
      return 'held';
    case 'decide':
      return 'unknown';
    case 'enter':
    case 'begin':
    case 'perform':
    case 'verify':
    case 'ask':
    case 'judge':
    case 'close':
    case 'end':
    case 'end-file':
    case 'undo':
    case 'undoing':
    case 'undo-end':
      return undefined;
  }
};

const skipping = ({skippable}: Policy): readonly Move[] => (skippable ? ['skip'] : []);

const answers = (policy: Policy): readonly Move[] => {
  if (policy.kind === 'decision') {
    return ['choose'];
  }
  if (policy.kind === 'approval') {
    return ['approve', 'reject'];
  }
  if (policy.kind === 'input') {
    return ['answer', 'cannot'];
  }
  return [
    ...(policy.checklist > 0 ? (['tick'] as const) : []),
    'done',
    'cannot',
    ...(policy.reveals ? (['reveal'] as const) : []),
  ];
};
