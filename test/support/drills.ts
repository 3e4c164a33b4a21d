/** What a drill found and what it left, for tests that start the program. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {type Desk, factsOf} from './lifeboat.ts';
import {contentOf, processesOf} from './processes.ts';

export type Finding = {readonly name: string; readonly ok: boolean; readonly detail: string};

/** An instant as JSON carries it. */
export const isoTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** What the oracle found, in order; nothing before the drill was judged. */
export const findingsOf = (desk: Desk): readonly Finding[] => {
  const judged = factsOf(desk).find(({type}) => type === 'drill-judged')?.findings;
  return Array.isArray(judged) ? judged : [];
};

export const finding = (desk: Desk, name: string): Finding | undefined =>
  findingsOf(desk).find(found => found.name === name);

/** No process, no directory and no record of any lab of this desk. */
export const expectNothingLeft = (desk: Desk): void => {
  const records = join(desk.state, 'lab');
  expect({
    labs: readdirSync(desk.lab),
    records: existsSync(records) ? readdirSync(records) : [],
    processes: processesOf(desk.directory).map(commandOf),
  }).toEqual({labs: [], records: [], processes: []});
};

/** For the person who reads the failure: a number says nothing of a process that is gone by then. */
const commandOf = (pid: number): string => contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
