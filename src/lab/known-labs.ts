/** The labs that a state directory knows of. */
import {isAlive} from '../postgres/process-identity.ts';
import {type LabRecord, readLabRecords} from './lab-record.ts';

/** Every lab with a record that can be read, whatever became of its drill. */
export const knownLabs = (stateDir: string): readonly LabRecord[] =>
  readLabRecords(stateDir).flatMap(read => (read.ok ? [read.value] : []));

/** Whether the drill that works in it still runs; then nobody else may take it down. */
export const isLabAlive = ({keeper}: LabRecord): boolean => isAlive(keeper);

/** By the name of its run, or the last letters of it. */
export const isNamed =
  (wanted: string) =>
  ({run}: Pick<LabRecord, 'run'>): boolean =>
    run === wanted || run.endsWith(`-${wanted}`);
