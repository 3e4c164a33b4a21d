/** A machine led through facts without an engine: `stand(runbook).after(fact, …)` says where it stands and what it wants. */
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {beforeStart, type Position} from '../../src/machine/position.ts';
import {statusesAt} from '../../src/machine/status.ts';
import {wanted} from '../../src/machine/wanted.ts';
import type {FactBody} from '../../src/run/event.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {started} from './histories.ts';

export type Stand = {
  readonly position: Position;
  /** As `perform restore#1`. */
  readonly wants: readonly string[];
  /** As `restore running`. */
  readonly statuses: readonly string[];
  /** Every one must be allowed. */
  readonly after: (...facts: readonly FactBody[]) => Stand;
  readonly allows: (fact: FactBody) => boolean;
};

/** A run that has just started. */
export const stand = (runbook: Runbook): Stand => {
  const forest = compile(runbook);
  const at = (position: Position): Stand => ({
    position,
    wants: wanted(position).map(({want, path, attempt}) => `${want} ${path}#${attempt}`),
    statuses: [...statusesAt(position)].map(([path, status]) => `${path} ${status}`),
    after: (...facts) =>
      at(
        facts.reduce((before, fact) => {
          const next = advance(forest, before, fact);
          if (next === before) {
            throw new Error(`the machine refuses ${JSON.stringify(fact)}`);
          }
          return next;
        }, position),
      ),
    allows: fact => advance(forest, position, fact) !== position,
  });
  return at(advance(forest, beforeStart, started(runbook)));
};
