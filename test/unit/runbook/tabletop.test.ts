/** A runbook at a table: every step is there, and none of them touches anything. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Runbook, Step} from '../../../src/runbook/runbook.ts';
import {atTheTable} from '../../../src/runbook/tabletop.ts';
import {allSteps} from '../../../src/runbook/walk.ts';
import {arbitraryIncident} from '../../support/arbitrary-incident.ts';

const everything = ({steps}: Runbook): readonly Step[] =>
  [...allSteps(steps)].flatMap(step => [step, ...(step.kind === 'include' ? everything(step.runbook) : [])]);

test('it has the same steps, asks no probe, and simulates whatever acts or looks, as deep as it stands', () => {
  fc.assert(
    fc.property(arbitraryIncident, runbook => {
      const steps = everything(atTheTable(runbook));
      expect(steps.map(({id}) => id)).toEqual(everything(runbook).map(({id}) => id));
      for (const {shape, drill, requires, verify, doneWhen, undo} of steps) {
        expect([...requires, ...verify, ...doneWhen]).toEqual([]);
        expect(undo?.kind ?? 'instruction').toBe('instruction');
        expect(shape === 'action' || shape === 'probe' ? drill.do : 'simulate').toBe('simulate');
      }
    }),
  );
});
