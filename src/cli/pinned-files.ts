/** The files beside a runbook that a run has pinned with it. */
import {fail, succeed} from '../base/result.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile} from '../journal/run-files.ts';
import type {Beside} from '../runbook/reading.ts';

/** Where such a file lies in the run's directory, by its path from the runbook. */
export const pinnedPath = (path: string): string => `files/${path}`;

/** Reads them as they were when the run began, or as an amendment has them in its folder. */
export const pinnedBeside =
  (directory: RunDirectory, folder = ''): Beside =>
  path => {
    const bytes = readRunFile(directory, `${folder}${pinnedPath(path)}`);
    return bytes === undefined ? fail('the run has no such file') : succeed(bytes.toString('utf8'));
  };
