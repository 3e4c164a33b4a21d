/** Where the journal of a run goes on when its disk fails: the places of this host, and the ballast of the state directory. */
import {dirname} from 'node:path';
import type {RunDirectory} from '../journal/run-directory.ts';
import {releaseBallast} from '../journal/segments/ballast.ts';
import type {Beside} from '../journal/segments/go-on-beside.ts';
import {sinksOf} from '../journal/segments/sinks.ts';

/** For the run in that directory. */
export const besideOf = ({path}: RunDirectory): Beside => ({
  sinks: sinksOf(path),
  makeRoom: () => releaseBallast(stateOf(path)),
});

/** A run stands at STATE/runs/RUN. */
export const stateOf = (run: string): string => dirname(dirname(run));
