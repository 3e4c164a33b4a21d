/** Generated runbooks of any length, and a run through them with nobody in the way: for measurements. */
import type {Fact} from '../../src/run/event.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  instructionStep,
  letStep,
  milestoneStep,
  parallelStep,
  probe,
  runbookOf,
} from './model.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';

/** Ten steps of the usual kinds in one group, the group included. */
const tenSteps = (index: number): Step => {
  const id = (name: string): string => `${name}_${index}`;
  return groupStep(id('part'), [
    commandStep(id('stop_writes'), ['/bin/true', `\${values.${id('host')}}`]),
    commandStep(id('restore'), ['/bin/true'], {verify: [probe('rows')]}),
    checkStep(id('compare')),
    instructionStep(id('tell_support')),
    commandStep(id('drop_old'), ['/bin/true'], {effects: 'destructive', requires: [probe('backup')]}),
    decisionStep(id('path'), [branch('short', []), branch('long', [commandStep(id('copy'))])], {choose: "'long'"}),
    commandStep(id('start_writes'), ['/bin/true'], {when: `steps.${id('compare')}.status == 'succeeded'`}),
  ]);
};

/** So many steps, in groups of ten. */
export const longRunbook = (steps: number): Runbook =>
  withEnd(
    Array.from({length: steps / 10}, (_, index) => [
      letStep(`name_${index}`, {[`host_${index}`]: "'db-1'"}),
      tenSteps(index),
    ]).flat(),
  );

/** What `loopRunbook` goes over. */
const databases = (count: number): readonly string[] => Array.from({length: count}, (_, index) => `db-${index}`);

/** A loop over the input `databases`, so many at a time, with a decision inside each. */
export const loopRunbook = (atOnce: number): Runbook =>
  withEnd([
    foreachStep(
      'share',
      [
        commandStep('copy', ['/bin/true', '${item}']),
        decisionStep('kind', [branch('small', []), branch('large', [commandStep('split')])], {choose: "'large'"}),
      ],
      {in: 'inputs.databases', atOnce},
    ),
  ]);

/** So many branches side by side, each of ten steps. */
export const wideRunbook = (branches: number): Runbook =>
  withEnd([
    parallelStep(
      'estate',
      Array.from({length: branches}, (_, index) =>
        branch(
          `server_${index}`,
          Array.from({length: 10}, (_, step) => commandStep(`restart_${index}_${step}`)),
        ),
      ),
    ),
  ]);

const withEnd = (steps: readonly Step[]): Runbook =>
  runbookOf([...steps, milestoneStep('restored'), endStep('finish')], {
    inputs: {databases: {name: 'databases', type: 'list', of: 'string', optional: false, span: {from: 0, to: 0}}},
  });

/** Runs it to its end in memory; every instruction is answered at once. */
export const runThrough = async (runbook: Runbook, items = 0): Promise<OpenEngine> => {
  const run = openEngine(runbook, {
    inputs: {databases: databases(items)},
    onDurable: (facts, engine) => {
      if (facts.some(({type}) => type === 'failed')) {
        engine.leave(`something failed: ${JSON.stringify(facts)}`);
      }
      for (const fact of facts.filter(isQuestion)) {
        engine.answer({intent: 'done', step: fact.step}, {name: 'sam', via: 'screen'});
      }
    },
  });
  const stopped = await run.engine.stopped;
  if (stopped.why !== 'ended' || run.state.outcome !== 'recovered') {
    throw new Error(`it stopped: ${JSON.stringify(stopped)}, ${run.state.outcome}`);
  }
  return run;
};

const isQuestion = (fact: Fact): fact is Extract<Fact, {type: 'asked'}> => fact.type === 'asked';
