/** A COPY in the driver's queue: rows as the server wrote them, handed over chunk by chunk. */
import type {Socket} from 'node:net';
import type pg from 'pg';
import {fail, type Result, succeed} from '../base/result.ts';
import {type DatabaseFailure, statementFailure} from './failure.ts';

/** What the driver's wire has for COPY; its types leave these out. */
type Wire = {
  readonly stream: Socket;
  readonly query: (text: string) => void;
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
  readonly sendCopyFail: (reason: string) => void;
};

export type Copying = {
  /** Resolves when the server is ready to take rows, or with why it never will be. */
  readonly opened: Promise<Wire | null>;
  /** How many rows the server says that it gave or took. */
  readonly done: Promise<Result<number, DatabaseFailure>>;
};

type OnChunk = (chunk: Buffer, wire: Wire) => void;

/** Puts a COPY into the driver's queue. */
export const startCopy = (client: pg.Client, text: string, onChunk?: OnChunk): Copying => {
  const opened = Promise.withResolvers<Wire | null>();
  const done = Promise.withResolvers<Result<number, DatabaseFailure>>();
  client.query(
    new CopyQuery(text, {opened: opened.resolve, done: done.resolve, onChunk: onChunk ?? (() => undefined)}),
  );
  return {opened: opened.promise, done: done.promise};
};

type Told = {
  readonly opened: (wire: Wire | null) => void;
  readonly done: (result: Result<number, DatabaseFailure>) => void;
  readonly onChunk: OnChunk;
};

/** What the driver calls while a COPY is on; the names are the driver's. */
class CopyQuery implements pg.Submittable {
  readonly #text: string;
  readonly #told: Told;
  #rows = 0;
  #isEnded = false;
  /** The driver hangs its own time limit on this. */
  callback: (error?: unknown) => void = () => undefined;

  constructor(text: string, told: Told) {
    this.#text = text;
    this.#told = told;
  }

  submit(wire: unknown): void {
    (wire as Wire).query(this.#text);
  }

  handleCopyInResponse(wire: Wire): void {
    this.#told.opened(wire);
  }

  handleCopyData({chunk}: {readonly chunk: Buffer}, wire: Wire): void {
    this.#told.onChunk(chunk, wire);
  }

  handleCommandComplete({text}: {readonly text: string}): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
  }

  handleError(thrown: unknown): void {
    this.#end(fail(statementFailure(thrown)));
    this.callback(thrown);
  }

  handleReadyForQuery(): void {
    this.#end(succeed(this.#rows));
    this.callback();
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleEmptyQuery(): void {}

  #end(result: Result<number, DatabaseFailure>): void {
    if (!this.#isEnded) {
      this.#isEnded = true;
      this.#told.opened(null);
      this.#told.done(result);
    }
  }
}
