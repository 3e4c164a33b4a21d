/** A breach runbook on a shop that somebody has broken into, as an incident: its inputs in a file, and the burglar still in. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {type Burglary, type BurgledShop, burgle, openBurgledShop} from './burgled-shop.ts';
import {type Desk, shippedRunbooks} from './lifeboat.ts';

/** The path of a shipped one. */
export const breachRunbook = (name: string): string => join(shippedRunbooks, 'breach', `${name}.yaml`);

export type Incident = Burglary & {
  readonly shop: BurgledShop;
  /** When it began, by the server's clock. */
  readonly at: string;
};

/** A shop that somebody has broken into, for the test that runs; the burglar's sessions are still open. */
export const breached = async (audited: boolean): Promise<Incident> => {
  const shop = await openBurgledShop({audited});
  onTestFinished(shop.remove);
  const [row] = await shop.cluster.sql('select clock_timestamp() as at');
  const burglary = await burgle(shop);
  onTestFinished(async () => {
    await Promise.all(burglary.sessions.map(session => session.close()));
  });
  return {shop, at: String(row?.at), ...burglary};
};

/** A connection is given in a file that nobody else can read. */
export const inputsFile = (desk: Desk, inputs: Readonly<Record<string, unknown>>): string => {
  const path = join(desk.directory, 'inputs.yaml');
  writeFileSync(path, JSON.stringify(inputs), {mode: 0o600});
  return path;
};
