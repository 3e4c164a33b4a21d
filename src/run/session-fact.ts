/** The facts of a session: which process writes, on which host, and what its clocks are worth. */
import type {SessionOpened} from './session-opened.ts';

export type SessionFact =
  | ({readonly type: 'session-opened'} & SessionOpened)
  | {readonly type: 'session-closed'; readonly reason: string}
  | {
      readonly type: 'clock-jumped';
      /** The wall clock was set forward by so much, milliseconds; back where it is negative. */
      readonly byMs: number;
      /** Another clock of the same session, or what the session before said of both its clocks. */
      readonly against: 'boot' | 'monotonic' | 'former-session';
    };
