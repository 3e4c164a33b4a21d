/** What people put beside the steps of a run: words, files, and who has which role from then on. */
import type {Actor} from './event.ts';
import type {Path} from './path.ts';

type Remark = {
  /** Milliseconds since 1970, in the time of the run. */
  readonly atMs: number;
  readonly actor: Actor;
};

export type Note = Remark & {readonly text: string; readonly step?: Path};

/** `file` is the copy in the directory of the run, `name` what it was called. */
export type Evidence = Remark & {readonly file: string; readonly name: string; readonly step?: Path};

export type Handover = Remark & {readonly role: string; readonly from: string; readonly to: string};

/** A role that was called to a step, and who had it then. */
export type Escalation = {
  readonly attempt: number;
  readonly to: string;
  readonly name: string;
  readonly reason: string;
  readonly atMs: number;
  readonly actor: Actor;
};
