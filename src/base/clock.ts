/** Time as an argument: the real clock is made where the program begins, tests bring their own. */

export type Clock = {
  /** Wall time for people, milliseconds since 1970 UTC; may jump. */
  readonly nowMs: () => number;
  /** Time that only goes forward, microseconds since some start of this process; for durations. */
  readonly monoUs: () => number;
  /**
   * Time since the host was started, microseconds, the time included in which it slept; goes on across processes, and no
   * setting of the wall clock moves it. Undefined where the system does not tell.
   */
  readonly bootUs: () => number | undefined;
  /** Calls back after at least that many milliseconds; the returned function takes the call back. What is `idle` keeps no program alive. */
  readonly after: (delayMs: number, then: () => void, options?: {readonly idle: true}) => () => void;
};
