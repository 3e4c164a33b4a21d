/** What happens in a run that is told by the plain reading of the language, decided beforehand. */

/** What the world does, decided beforehand: whether an attempt is good, and what a person says of a step. */
export type Script = {
  readonly deep: boolean;
  readonly isGood: (path: string, attempt: number) => boolean;
  readonly way: (path: string, ways: readonly string[]) => string;
  /** Whether somebody ends an action while it runs, and what is then said of one whose outcome nobody knows. */
  readonly isStopped: (path: string, attempt: number) => boolean;
  readonly resolved: (path: string, attempt: number) => 'done' | 'again' | 'failed';
  /** What is done about a step that is held for the nth time. */
  readonly held: (path: string, nth: number, can: Ways) => Way;
  /** What is done about an undo that is held. */
  readonly heldUndo: (path: string, attempt: number) => 'retry' | 'override' | 'skip';
};

/** What can be done about a held step beside trying it again: the steps of the run that it can go back to, or go on at. */
export type Ways = {readonly override: boolean; readonly back: readonly string[]; readonly on: readonly string[]};

export type Way = {readonly do: 'retry' | 'override'} | {readonly do: 'undo_to' | 'jump'; readonly step: string};
