/** The facts of a session: which process writes, on which host, and what its clocks are worth. */

export type SessionFact =
  | {
      readonly type: 'session-opened';
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
    }
  | {readonly type: 'session-closed'; readonly reason: string}
  | {
      readonly type: 'clock-jumped';
      /** The wall clock was set forward by so much, milliseconds; back where it is negative. */
      readonly byMs: number;
      /** Another clock of the same session, or what the session before said of both its clocks. */
      readonly against: 'boot' | 'monotonic' | 'former-session';
    };
