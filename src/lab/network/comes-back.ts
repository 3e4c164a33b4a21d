/** A site that was cut off and comes back at the worst moment: when another one has just taken its place. */
import {existsSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Result} from '../../base/result.ts';
import {succeed} from '../../base/result.ts';
import type {SiteName} from '../sites/site.ts';
import {openState, tellNetwork} from './control.ts';
import type {LabNetwork} from './network.ts';

type Lab = {readonly directory: string; readonly network: LabNetwork | null};

/** There as long as the site waits to come back; a file, so that it still waits after its drill was killed and resumed. */
const markerIn = (directory: string): string => join(directory, 'site-comes-back');

/** Lets the primary come back as soon as another server has taken the write of a client. Throws what the file system throws. */
export const waitToComeBack = ({directory}: Lab): void => writeFileSync(markerIn(directory), '', {mode: 0o600});

/** Called with each write of a client that a server took: one by another server brings the primary back, once. */
export const comeBack = async ({directory, network}: Lab, server: SiteName): Promise<Result<void>> => {
  if (server === 'primary' || network === null || !existsSync(markerIn(directory))) {
    return succeed(undefined);
  }
  const opened = await tellNetwork(network.control, [{wire: 'primary', state: openState}]);
  if (opened.ok) {
    rmSync(markerIn(directory), {force: true});
  }
  return opened.ok ? succeed(undefined) : opened;
};
