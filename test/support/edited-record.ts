/** One finished run for a whole file of tests, and copies of its state directory whose journal was edited. */
import {cpSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect} from 'vitest';
import {type Desk, makeDesk, makeLastingDesk} from './lifeboat.ts';
import {contentOf} from './processes.ts';
import {smallPlan, smallRunbook} from './small-runbook.ts';

const steps = `
  - id: copy
    title: Copy the files
    estimate: 1m
    command: [/bin/echo, copied 17 files]
`;

export type Edit = (lines: readonly string[]) => readonly string[];

export type Copied = {readonly desk: Desk; readonly run: string; readonly directory: string};

/** Called beside the tests of a file; gives the desk of the run, and a way to a copy of its record, edited line by line. */
export const finishedRun = (): {readonly desk: Desk; readonly edited: (edit: Edit) => Copied} => {
  const desk = makeLastingDesk();
  beforeAll(async () => {
    desk.file('plan.yaml', smallPlan);
    const ended = await desk.lifeboat(['run', desk.file('shop-outage.yaml', smallRunbook(steps))]);
    expect(ended.code).toBe(0);
  });
  const edited = (edit: Edit): Copied => {
    const copy = makeDesk();
    cpSync(desk.state, copy.state, {recursive: true});
    const directory = copy.runDirectory();
    const journal = join(directory, 'journal.jsonl');
    const lines = contentOf(journal).split('\n').slice(0, -1);
    writeFileSync(
      journal,
      edit(lines)
        .map(line => `${line}\n`)
        .join(''),
    );
    return {desk: copy, run: copy.runs()[0] ?? '', directory};
  };
  return {desk, edited};
};

/** Nothing is edited. */
export const same: Edit = lines => lines;
