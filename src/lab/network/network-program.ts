/** The network of a lab, as a process of its own: it outlives the drill's program, and ends with the lab. */
import {chmodSync, existsSync, rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import type {WiredSite} from './addresses.ts';
import type {NetworkAnswer, NetworkOrder} from './control.ts';
import {type Ends, openWire, type Wire} from './wire.ts';

/** The one argument, as JSON. */
export type NetworkOptions = {
  /** It ends when this is gone. */
  readonly directory: string;
  readonly control: string;
  readonly wires: {readonly [Name in WiredSite]: Ends};
};

const lookEveryMs = 500;

const main = async (): Promise<void> => {
  const options = JSON.parse(process.argv[2] ?? '') as NetworkOptions;
  const wires = new Map<string, Wire>();
  for (const [name, ends] of Object.entries(options.wires)) {
    wires.set(name, await openWire(ends));
  }
  // What an earlier one left; two at a time cannot be, because the second finds its ports taken.
  rmSync(options.control, {force: true});
  process.umask(0o177);
  createServer(socket => listenTo(socket, wires)).listen(options.control, () => chmodSync(options.control, 0o600));
  setInterval(() => {
    if (!existsSync(options.directory)) {
      process.exit(0);
    }
  }, lookEveryMs);
};

const listenTo = (socket: Socket, wires: ReadonlyMap<string, Wire>): void => {
  let said = '';
  socket.on('error', () => undefined);
  socket.setEncoding('utf8').on('data', text => {
    said += String(text);
    if (said.endsWith('\n')) {
      void obey(said, wires).then(answer => socket.end(`${JSON.stringify(answer)}\n`));
    }
  });
};

const obey = async (line: string, wires: ReadonlyMap<string, Wire>): Promise<NetworkAnswer> => {
  try {
    for (const {wire, state} of JSON.parse(line) as NetworkOrder) {
      const known = wires.get(wire);
      if (known === undefined) {
        return {ok: false, why: `the network of the lab has no wire to ${wire}`};
      }
      await known.set(state);
    }
    return {ok: true, wires: Object.fromEntries([...wires].map(([name, wire]) => [name, wire.state()]))};
  } catch (thrown) {
    return {ok: false, why: thrown instanceof Error ? thrown.message : String(thrown)};
  }
};

await main();
