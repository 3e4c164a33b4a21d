/** What would come next of a step that a record has no facts for: its easiest way on, as long as nobody has to decide. */
import type {FactBody} from '../../run/event.ts';
import {stepPath} from '../../run/path.ts';
import {advance} from '../advance.ts';
import type {Forest} from '../compile.ts';
import type {Position} from '../position.ts';
import type {Wanted} from '../wanted.ts';

/** The first that the machine allows; nothing where only a person could say what comes, or it is held. */
export const imagine = (forest: Forest, position: Position, item: Wanted): FactBody | undefined =>
  ways(item).find(body => advance(forest, position, body) !== position);

/** A choice of a branch, by its name; `goto` leads to a step of this block or one around it. */
export const choosing = (
  forest: Forest,
  position: Position,
  {item, branch}: {readonly item: Wanted; readonly branch: string},
): FactBody | undefined => {
  const {path: step, policy, attempt, want} = item;
  const target = policy.branches.find(({name}) => name === branch)?.goto;
  const number = want === 'enter' ? attempt + 1 : attempt;
  const bodies = (target === undefined ? [undefined] : blocksAround(step).map(block => stepPath(block, target))).map(
    (goto): FactBody => ({type: 'chosen', step, attempt: number, branch, ...(goto !== undefined && {goto})}),
  );
  return bodies.find(body => advance(forest, position, body) !== position);
};

const blocksAround = (path: string): readonly string[] => {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - 1 - index).join('/'));
};

/** Rounds of a repeat are numbered; more than so many are none that anybody would wait for. */
const roundsMax = 64;

const ways = (item: Wanted): readonly FactBody[] => {
  const {path: step, want, policy, attempt, outcome} = item;
  const now = {step, attempt};
  const next = {step, attempt: attempt + 1};
  switch (want) {
    case 'enter':
      return policy.opens === 'branch'
        ? [{type: 'asked', ...next, prompt: {kind: 'decision', ask: ''}}]
        : entered(next);
    case 'confirm':
      return [{type: 'confirmed', ...now, value: ''}];
    case 'answer':
      return policy.opens === 'branch'
        ? []
        : [
            {type: 'succeeded', ...now},
            {type: 'performed', ...now, result: null},
            {type: 'approved', ...now, by: '', role: '', proof: 'signature'},
          ];
    case 'begin':
      return entered(now);
    case 'perform':
      return [
        {type: 'succeeded', ...now, ...milestone(item)},
        {type: 'performed', ...now, result: null},
      ];
    case 'ask':
      return [{type: 'asked', ...now, prompt: {kind: 'instruction', ask: ''}}];
    case 'verify':
    case 'close':
      return [{type: 'succeeded', ...now}];
    case 'pick':
      return policy.lanes
        .filter(inner => !(item.picked ?? []).includes(inner))
        .map(inner => ({type: 'picked', ...now, inner}));
    case 'judge':
      return Array.from({length: roundsMax}, (_, round) => ({type: 'round-ended', ...now, round, done: true}));
    case 'end':
      return outcome === undefined ? [] : [{type: 'run-ended', outcome, step}];
    case 'end-file':
      return outcome === undefined ? [] : [now, next].map(at => ({type: 'file-ended', ...at, outcome}));
    // How it went on was decided by people, and a way back is theirs too.
    case 'hold':
    case 'decide':
    case 'undo':
    case 'undoing':
    case 'undo-answer':
    case 'undo-hold':
    case 'undo-end':
      return [];
  }

  function entered(at: {readonly step: string; readonly attempt: number}): readonly FactBody[] {
    return [
      {type: 'began', ...at},
      {type: 'asked', ...at, prompt: {kind: policy.confirm ? 'confirmation' : 'instruction', ask: ''}},
      {type: 'opened', ...at},
      // A list that nobody has evaluated counts as one item.
      {type: 'opened', ...at, count: 1},
      {type: 'listed', ...at, from: 0, items: [null]},
      {type: 'succeeded', ...at, ...milestone(item)},
    ];
  }
};

const milestone = ({policy}: Wanted): {readonly milestone?: NonNullable<Wanted['policy']['milestone']>} =>
  policy.milestone === undefined ? {} : {milestone: policy.milestone};
