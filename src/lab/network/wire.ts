/** A wire: what clients reach a server by. It forwards bytes, and can be cut, refuse, or be slow, as a network can. */
import {createServer, type Server, Socket} from 'node:net';
import {Transform} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';

/** What it does now. */
export type WireState = {
  /** `cut`: nothing comes through and nobody is told; new connections hang. `refused`: nobody listens, open ones are reset. */
  readonly set: 'open' | 'cut' | 'refused';
  /** How long each piece of what is sent takes on its way, one after the other. */
  readonly delayMs: number;
};

export type Ends = {
  readonly address: string;
  readonly port: number;
  /** Where the server listens, on the same port. */
  readonly to: string;
};

export type Wire = {
  readonly state: () => WireState;
  /** Comes back when it is so. What was held by a cut goes on its way when it is opened again. */
  readonly set: (state: WireState) => Promise<void>;
};

/** Listens; throws where it cannot. */
export const openWire = async (ends: Ends): Promise<Wire> => {
  let state: WireState = {set: 'open', delayMs: 0};
  let opened = Promise.withResolvers<void>();
  opened.resolve();
  const pairs = new Set<Pair>();

  /** Whoever has something to send waits here for as long as the wire is cut. */
  const pass = async (): Promise<void> => {
    await opened.promise;
    await (state.delayMs > 0 ? delay(state.delayMs) : undefined);
  };
  const accept = (near: Socket): void => {
    const pair = {near, far: new Socket({allowHalfOpen: true})};
    pairs.add(pair);
    join(pair, {ends, pass, done: () => pairs.delete(pair)});
  };

  let server: Server | null = await listen(ends, accept);
  return {
    state: () => state,
    set: async wanted => {
      const wasCut = state.set === 'cut';
      state = wanted;
      if (wanted.set === 'cut' && !wasCut) {
        opened = Promise.withResolvers<void>();
      }
      if (wanted.set === 'refused') {
        const closing = server;
        server = null;
        closing?.close();
        for (const {near, far} of pairs) {
          near.resetAndDestroy();
          far.resetAndDestroy();
        }
      } else {
        server ??= await listen(ends, accept);
      }
      if (wanted.set !== 'cut') {
        opened.resolve();
      }
    },
  };
};

type Pair = {readonly near: Socket; readonly far: Socket};

type Joining = {readonly ends: Ends; readonly pass: () => Promise<void>; readonly done: () => void};

/** The server sees the client's own address: its pg_hba.conf and its log are about clients, not about wires. */
const join = ({near, far}: Pair, {ends, pass, done}: Joining): void => {
  // The end of one side reaches the other only through the wire, also where it is an error.
  const ended = (other: Socket) => () => {
    void pass().then(() => other.destroy());
  };
  near.on('error', ended(far)).on('close', ended(far)).on('close', done);
  far.on('error', ended(near)).on('close', ended(near));
  near.setNoDelay(true);
  far.setNoDelay(true);
  void pass().then(() => {
    const {remoteAddress: localAddress = '127.0.0.1'} = near;
    if (near.destroyed) {
      return;
    }
    far.connect({host: ends.to, port: ends.port, localAddress}, () => {
      near.pipe(throughWire(pass)).pipe(far);
      far.pipe(throughWire(pass)).pipe(near);
    });
  });
};

const throughWire = (pass: () => Promise<void>): Transform =>
  new Transform({
    transform: (chunk, _encoding, give) => {
      void pass().then(() => give(null, chunk));
    },
    flush: give => {
      void pass().then(() => give());
    },
  });

const listen = ({address, port}: Ends, accept: (near: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({allowHalfOpen: true, pauseOnConnect: true}, accept);
    server.once('error', reject).listen({host: address, port}, () => resolve(server));
  });
