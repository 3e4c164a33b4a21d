/** An included runbook: a cluster of its own, whose ends lead on and whose failures are those of the step. */

import type {StepOf} from '../runbook/runbook.ts';
import {failing, type Outcome} from '../runbook/words.ts';
import {leadFailure} from './failing-ways.ts';
import type {Cluster, GraphNode} from './graph.ts';
import {entryOf, partOf} from './naming.ts';
import {entriesOf, type Failing, lead, leadOn, type Place, type Scope} from './sketch.ts';
import {gate, partNode} from './way-items.ts';

export const includeItems = (step: StepOf<'include'>, path: string, place: Place): readonly Cluster[] => {
  const {runbook} = step;
  const fail = failure(step, path, place);
  const scope: Scope = {
    clockStop: undefined,
    entries: entriesOf(runbook.steps, path),
    end: (from: string, outcome: Outcome, below: string | undefined) => {
      if (failing.includes(outcome)) {
        fail.lead({from, kind: 'failure', event: 'file-ended', word: `it ends ${outcome}`});
      } else {
        leadOn(place, {from, kind: below === place.next ? 'next' : 'goto', event: 'file-ended'});
      }
    },
    abort: fail.lead,
  };
  const inside = {...place, scope, block: path, heading: undefined};
  const items = [...gate(step, path, {place, inside: runbook.steps}), ...place.draw(runbook.steps, inside)];
  return [
    {
      is: 'cluster',
      id: path,
      kind: 'include',
      title: step.title,
      notes: [`includes ${runbook.id}, version ${runbook.version}`],
      items: [...items, ...fail.node()],
    },
  ];
};

type Failure = {readonly lead: (failed: Failing) => void; readonly node: () => readonly GraphNode[]};

/** What fails inside leads where the step's policy says; where that is to hold, one node says so for all of it. */
const failure = (step: StepOf<'include'>, path: string, place: Place): Failure => {
  const id = partOf(path, 'failed');
  const {onFailure} = step;
  const isHeld = (onFailure.do === 'hold' && place.givesUpTo === undefined) || onFailure.do === 'undo_to';
  if (!isHeld) {
    return {lead: failed => void leadFailure(onFailure, failed, place), node: () => []};
  }
  return {
    lead: ({from, kind, event, word}) => lead(place, {from, to: id, kind, event, label: word}),
    node: () => (place.edges.some(({to}) => to === id) ? [heldNode(step, path, place)] : []),
  };
};

const heldNode = (step: StepOf<'include'>, path: string, place: Place): GraphNode => {
  const id = partOf(path, 'failed');
  const after = leadFailure(step.onFailure, {from: id, event: 'failed', word: 'it fails', kind: 'failure'}, place);
  return partNode(step, path, {
    id,
    shape: 'held',
    title: `${step.title}: failed, the run holds`,
    hold: {
      after,
      again: entryOf(step, path),
      moves: step.skippable ? ['skipped', 'overridden'] : ['overridden'],
      ...(place.next !== undefined && {past: place.next}),
    },
  });
};
