/** What a session says of itself when it opens, and of the key that signs its seals; docs/design/journal-format.md, "Signatures". */
import type {Sink} from './record-fact.ts';

export type SessionVoucher = {
  /** The session's public key, as in an authorized_keys file, without a comment. */
  readonly key: string;
  readonly hostKey: string;
  /** The host's signature of run, number of the session, and key: 64 bytes in base64. */
  readonly keySignature: string;
};

/** Sessions of older versions have no key, and the oldest do not say who executes. */
export type SessionOpened = Partial<SessionVoucher> & {
  /** Of the kernel: another one after each start of the host. */
  readonly boot: string;
  /** Time since that start, microseconds; absent where the system does not tell. */
  readonly bootUs?: number;
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
  /** It only enters what was on paper. */
  readonly paper?: true;
};
