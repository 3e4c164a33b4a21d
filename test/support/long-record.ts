/** A record of any length on the disk, of a real history: a loop that went over many tables, and a question that waits behind it. */
import {writeFileSync} from 'node:fs';
import {canonicalJson, type Json} from '../../src/base/canonical-json.ts';
import {emptyHead, link} from '../../src/journal/chain.ts';
import {factText, writeLine} from '../../src/journal/entry.ts';
import {createRun, type RunDirectory} from '../../src/journal/run-directory.ts';
import {pinFile, writeRunFile} from '../../src/journal/run-files.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import type {Fact} from '../../src/run/event.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {fakeRunners, printed} from './fake-runners.ts';
import {openEngine} from './open-engine.ts';
import {must} from './postgres-must.ts';
import {smallPlan, smallRunbook} from './small-runbook.ts';

/** The question at which the run stands. */
export const longRecordQuestion = 'Which site serves the shop now?';

const id = '20261123t001957z-shop-outage-k7q2xw';
const tablesOfPart = 100;

const runbookText = smallRunbook(
  `
  - id: part
    title: Every part of the estate
    foreach:
      in: inputs.parts
      steps:
        - id: tables
          title: Every table of it
          foreach:
            in: inputs.tables
            steps:
              - id: copy
                title: Copy one table
                idempotent: true
                command: [copy-table, "\${item}"]
                outputs: {listed: stdout, copied: stdout, left: stdout}
              - id: compare
                title: Compare it
                check: {command: [compare-table, "\${item}"]}
  - id: site
    title: Choose the site
    decision:
      ask: ${longRecordQuestion}
      branches: {first: The first, second: The second}
`,
  'inputs: {parts: {type: list, of: string}, tables: {type: list, of: string}}',
);

/** Makes the record below a state directory, with so many facts, and three outputs of that length for each table. */
export const makeLongRecord = async (
  state: string,
  {facts, outputLength}: {readonly facts: number; readonly outputLength: number},
): Promise<RunDirectory> => {
  const run = must(createRun(state, id));
  const files = [
    must(pinFile(run, {path: 'runbook.yaml', bytes: Buffer.from(runbookText)})),
    must(pinFile(run, {path: 'plan.yaml', bytes: Buffer.from(smallPlan)})),
  ];
  const runbook = loaded();
  // Made of plain values only, as the program writes it.
  const outlineJson = JSON.parse(JSON.stringify(outlineOf(runbook))) as Json;
  const outline = must(writeRunFile(run, {path: 'outline.json', bytes: Buffer.from(canonicalJson(outlineJson))}));
  const inputs = {
    parts: names('part', Math.ceil(facts / (tablesOfPart * factsOfTable))),
    tables: names('table', tablesOfPart),
  };
  const history = await historyOf(runbook, inputs, outputLength);
  const first = {...history[0], run: id, files, outline, inputs, program: '0.1.0', executor: 'sam'} as Fact;
  writeFileSync(run.journal, chained([first, ...history.slice(1)]), {mode: 0o600});
  return run;
};

/** `began` and `succeeded` of the copy and of the comparison, and where the loop goes on. */
const factsOfTable = 5;

const names = (kind: string, count: number): readonly string[] =>
  Array.from({length: count}, (_, index) => `${kind}_${index}`);

const loaded = (): Runbook => {
  const {plan} = parsePlan(smallPlan);
  const {runbook, diagnostics} = plan
    ? loadRunbook(runbookText, {plan, today: '2026-11-24'})
    : {runbook: undefined, diagnostics: []};
  if (!runbook) {
    throw new Error(`the long runbook is not sound: ${diagnostics[0]?.message}`);
  }
  return runbook;
};

/** Everything up to the question. */
const historyOf = async (
  runbook: Runbook,
  inputs: {readonly [name: string]: readonly string[]},
  outputLength: number,
): Promise<readonly Fact[]> => {
  const runners = fakeRunners({verdict: () => printed('x'.repeat(outputLength))});
  return new Promise(resolve => {
    const run = openEngine(runbook, {
      runners,
      inputs,
      onDurable: facts => {
        if (facts.some(({type}) => type === 'asked')) {
          resolve(run.facts());
        }
      },
    });
  });
};

/** Facts as the lines of a journal. */
export const chained = (facts: readonly Fact[]): string => {
  let {hash} = emptyHead;
  let text = '';
  for (const fact of facts) {
    const spelled = factText(fact);
    hash = link(hash, spelled);
    text += writeLine(hash, spelled);
  }
  return text;
};
