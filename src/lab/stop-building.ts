/** A lab that nobody wants any more while it is being built: what it waits for ends at once, and who builds it takes the rest down. */
import {endServers} from './dismantle.ts';
import {knownLabs} from './known-labs.ts';

/** Ends its servers, and with them what they are doing; nothing where none was begun yet. */
export const stopBuilding = async (stateDir: string, run: string): Promise<void> => {
  const record = knownLabs(stateDir).find(known => known.run === run);
  if (record !== undefined) {
    await endServers(record);
  }
};
