/** What a journal says of itself when its disk fails. */

/** Where a journal goes on beside a file that failed: `volatile` is memory, gone when the host restarts. */
export type SinkKind = 'run-directory' | 'fallback' | 'volatile';

/** Such a place: its kind and its directory, absolute. */
export type Sink = {readonly where: SinkKind; readonly directory: string};

/** Where the journal goes on beside a file that failed; `directory` is empty where that is the run's own. */
export type Beside = {
  readonly where: SinkKind;
  readonly cause: string;
  readonly file: string;
  readonly directory: string;
};

/** No place takes it: it stands in the memory of the program alone, and a person has said that the run goes on by hand. */
export type Unwritten = {readonly where: 'unwritten'; readonly cause: string};

export type Degraded = Beside | Unwritten;

/** Facts that the journal records itself, or whoever opens it: it goes on in another file, and is whole again. */
export type RecordFact =
  | {
      readonly type: 'degraded';
      /** The code of the disk's failure. */
      readonly cause: string;
      /** The file that failed, and how many entries are durable before the next one. */
      readonly follows: string;
      readonly entries: number;
      readonly where: SinkKind | 'unwritten';
      /** Its name; none where no place takes it. */
      readonly file?: string;
      /** Where it stands, when that is not the run's own directory. */
      readonly directory?: string;
    }
  | {readonly type: 'restored'; readonly file: string};
