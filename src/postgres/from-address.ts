/** A socket that leaves from an address of this host that its user chooses, where by itself the system would choose one. */
import {Socket} from 'node:net';

/** Takes the place of a socket: `pg` connects it, and the server sees who it comes from. */
export class AddressedSocket extends Socket {
  readonly #from: string;

  constructor(from: string) {
    super();
    this.#from = from;
  }

  /** As `pg` calls it, with a port and a host. */
  override connect(...place: readonly unknown[]): this {
    const [port, host] = place;
    return super.connect({port: Number(port), host: String(host), localAddress: this.#from});
  }
}
