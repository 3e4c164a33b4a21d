/** What a journal says of the session that writes it, and of itself when its disk fails. */

/** Where a journal goes on beside a file that failed: `volatile` is memory, gone when the host restarts. */
export type SinkKind = 'run-directory' | 'fallback' | 'volatile';

/** Such a place: its kind and its directory, absolute. */
export type Sink = {readonly where: SinkKind; readonly directory: string};

/** Who writes from here on, and where. */
export type SessionOpening = {
  readonly boot: string;
  readonly pid: number;
  readonly user: string;
  readonly host: string;
  readonly zone: string;
  readonly program: string;
  readonly executor?: string;
  /** The state directory stood on this network file system, which was allowed. */
  readonly networkFs?: string;
  /** Where the record goes on when its disk fails, beside the run's own directory: whoever reads it looks there. */
  readonly sinks?: readonly Sink[];
};

/** Facts that the journal records itself, or whoever opens it: it goes on in another file, and is whole again. */
export type RecordFact =
  | {
      readonly type: 'degraded';
      /** The code of the disk's failure. */
      readonly cause: string;
      /** The file that failed, and how many entries are durable before the next one. */
      readonly follows: string;
      readonly entries: number;
      readonly where: SinkKind;
      readonly file: string;
      /** Where it stands, when that is not the run's own directory. */
      readonly directory?: string;
    }
  | {readonly type: 'restored'; readonly file: string};
