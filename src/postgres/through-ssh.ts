/** A way to a server that only another host can reach: OpenSSH's client carries the bytes, and nothing listens here. */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {Duplex} from 'node:stream';

/**
 * It never asks, and never reaches for a connection of others. Host keys, ports and keys are as the operator's
 * configuration says. A dead network is noticed in a minute.
 */
const options: readonly string[] = [
  'BatchMode=yes',
  'LogLevel=ERROR',
  'ControlMaster=no',
  'ControlPath=none',
  'RemoteCommand=none',
  'PermitLocalCommand=no',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=4',
].flatMap(option => ['-o', option]);

/** What the client says of itself is a line or two. */
const saidCharsMax = 4_000;

/** Takes the place of a socket: `pg` connects it, writes to it and reads from it. The host is one that ssh can be given. */
export class SshStream extends Duplex {
  readonly #through: string;
  #child: ChildProcessWithoutNullStreams | undefined;
  #said = '';

  constructor(through: string) {
    super();
    this.#through = through;
  }

  /** Begins; whether anybody listens there shows when the first bytes come back, or ssh says why not. */
  connect(port: number, host: string): this {
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const child = spawn('ssh', [...options, '-W', target, '--', this.#through], {stdio: 'pipe'});
    this.#child = child;
    child.stdout.on('data', chunk => this.push(chunk) || child.stdout.pause()).on('end', () => this.push(null));
    child.stderr.on('data', chunk => {
      this.#said = `${this.#said}${chunk}`.slice(-saidCharsMax);
    });
    // What is written to a client that has gone is answered by its end.
    child.stdin.on('error', () => undefined);
    child.on('spawn', () => this.emit('connect'));
    child.on('error', error => this.destroy(error));
    child.on('close', code => this.destroy(code === 0 ? undefined : new Error(this.#why())));
    return this;
  }

  override _read(): void {
    this.#child?.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child?.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child?.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child?.kill();
    done(error);
  }

  // What a socket has beside: the bytes go through a pipe, which needs none of it.
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #why(): string {
    const last = this.#said.trim().split(/\r?\n/).at(-1) ?? '';
    return `ssh to ${this.#through.replace(/^ssh:\/\//, '')} ended: ${last === '' ? 'it does not say why' : last}`;
  }
}
