/** BASE_BACKUP over the replication protocol: the server sends its files as tar, and says between them what they are. */
import type pg from 'pg';
import {fail, type Result, succeed} from '../base/result.ts';
import {endClient, openClient} from './connect.ts';
import {type DatabaseFailure, refusal, statementFailure} from './failure.ts';

/** Takes what comes, in the order in which it comes: each tablespace as an archive of its own, `OID.tar`. What it throws ends the backup. */
export type BackupSink = {
  readonly beginArchive: (name: string) => void;
  readonly tar: (bytes: Buffer) => void;
  readonly manifest: (bytes: Buffer) => void;
};

export type Received = {
  readonly startLsn: string;
  readonly stopLsn: string;
  readonly timeline: number;
};

/** Answers with three tables: where it began, the tablespaces, where it ended (PostgreSQL manual, "Streaming Replication Protocol", from version 15 on). */
const command = (label: string): string =>
  `BASE_BACKUP (LABEL '${label.replaceAll("'", "''")}', CHECKPOINT 'fast', WAL true, WAIT false, TABLESPACE_MAP true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'CRC32C')`;

/** Needs a role that may replicate, and a line for replication in pg_hba.conf. The WAL that the backup needs is in it. */
export const receiveBaseBackup = async (
  where: string,
  label: string,
  sink: BackupSink,
): Promise<Result<Received, DatabaseFailure>> => {
  const opened = await openClient(
    where,
    {statementTimeoutMs: 0, applicationName: 'lifeboat backup'},
    {replication: 'true'},
  );
  if (!opened.ok) {
    return opened.reason.sqlstate === '28000'
      ? fail(refusal(`${opened.reason.message}; taking a base backup wants a line for "replication" there`))
      : opened;
  }
  const {client} = opened.value;
  try {
    const rows = await new Promise<readonly Row[]>((resolve, reject) => {
      client.on('error', reject).on('end', () => reject(new Error('the server ended the session')));
      client.query(new BackupQuery(command(label), sink, {resolve, reject}));
    });
    const [begun, ...others] = rows;
    const ended = others.at(-1);
    return begun === undefined || ended === undefined
      ? fail(refusal('the server did not say where the backup begins and ends'))
      : succeed({startLsn: begun[0] ?? '', stopLsn: ended[0] ?? '', timeline: Number(ended[1])});
  } catch (thrown) {
    return fail(statementFailure(thrown));
  } finally {
    await endClient(client);
  }
};

type Row = readonly (string | null)[];
type Settling = {readonly resolve: (rows: readonly Row[]) => void; readonly reject: (error: unknown) => void};

/** What the driver calls while a statement runs; the names are its own. */
class BackupQuery implements pg.Submittable {
  readonly #text: string;
  readonly #sink: BackupSink;
  readonly #settling: Settling;
  readonly #rows: Row[] = [];
  #isManifest = false;
  #trouble: unknown;

  constructor(text: string, sink: BackupSink, settling: Settling) {
    this.#text = text;
    this.#sink = sink;
    this.#settling = settling;
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text);
  }

  handleRowDescription(): void {
    // The columns are known.
  }

  handleDataRow({fields}: {readonly fields: readonly (string | Buffer | null)[]}): void {
    this.#rows.push(fields.map(field => (field === null ? null : String(field))));
  }

  handleCopyData({chunk}: {readonly chunk: Buffer}, connection: pg.Connection): void {
    if (this.#trouble !== undefined) {
      return;
    }
    try {
      this.#take(chunk);
    } catch (thrown) {
      // The rest would be thrown away, however much it is.
      this.#trouble = thrown;
      this.#settling.reject(thrown);
      connection.stream.destroy();
    }
  }

  // The first byte says what follows: an archive's name, the manifest, data of either, or how far it is.
  #take(chunk: Buffer): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === 'n') {
      this.#isManifest = false;
      this.#sink.beginArchive(chunk.toString('utf8', 1, chunk.indexOf(0, 1)));
    } else if (kind === 'm') {
      this.#isManifest = true;
    } else if (kind === 'd' && this.#isManifest) {
      this.#sink.manifest(chunk.subarray(1));
    } else if (kind === 'd') {
      this.#sink.tar(chunk.subarray(1));
    }
  }

  handleCommandComplete(): void {
    // Each of the three tables has one.
  }

  handleEmptyQuery(): void {
    // It is not empty.
  }

  handleCopyInResponse(connection: pg.Connection): void {
    connection.stream.destroy();
  }

  handleError(error: unknown): void {
    this.#settling.reject(this.#trouble ?? error);
  }

  handleReadyForQuery(): void {
    this.#settling.resolve(this.#rows);
  }
}
