/** Starts the wires of a lab as a process of its own. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Result} from '../../base/result.ts';
import {listenAddress, type WiredSite, wireAddress, wiredSites} from './addresses.ts';
import {type Companion, startCompanion} from './companion.ts';
import {tellNetwork} from './control.ts';
import type {LabNetwork} from './network.ts';
import type {NetworkOptions} from './network-program.ts';
import type {Ends} from './wire.ts';

/** Before any server: a wire without one refuses, as a host without a server does. */
export const startNetwork = (
  directory: string,
  {plan, control}: LabNetwork,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const endsOf = (site: WiredSite): Ends => ({
    address: wireAddress(plan, site),
    port: plan.port,
    to: listenAddress(plan, site),
  });
  const options: NetworkOptions = {
    directory,
    control,
    wires: Object.fromEntries(wiredSites.map(site => [site, endsOf(site)])) as NetworkOptions['wires'],
  };
  return startCompanion(
    {
      name: 'network',
      command: [process.execPath, programPath(), JSON.stringify(options)],
      logFile: join(directory, 'log', 'network.log'),
      // Not in the lab: it must see the directory go.
      cwd: '/',
      isReady: async () => existsSync(control) && (await tellNetwork(control, [])).ok,
    },
    onStarted,
  );
};

/** Beside the bundle where this is a part of it, else beside this source, of which Node strips the types. */
const programPath = (): string => {
  const bundled = fileURLToPath(new URL('lab-network.mjs', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('network-program.ts', import.meta.url));
};
