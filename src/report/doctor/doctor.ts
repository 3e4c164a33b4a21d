/** What the doctor found on this host, as data: servers, tools with what needs them, and the host itself. */

/** `note`: something goes on in another way, or is not known; `bad`: somebody has to do something first. */
export type Health = 'good' | 'note' | 'bad';

export type FoundServer = {
  readonly version: string;
  /** Null of the one that npm brings along, which is put into its place when it is first used. */
  readonly directory: string | null;
  readonly source: 'installed' | 'embedded' | 'chosen';
  readonly isUsed: boolean;
};

/** A command, fault or driver, or what one may call from a runbook: something that calls a tool. */
export type Caller = {
  readonly kind: 'command' | 'fault' | 'driver' | 'lab' | 'runbook' | 'drill';
  readonly name: string;
  /** It goes no other way. */
  readonly isMust: boolean;
};

export type ToolReport = {
  readonly name: string;
  /** Where it stands; null where it is missing. */
  readonly path: string | null;
  readonly version: string | null;
  readonly health: Health;
  /** Why what stands there does not count, where something does. */
  readonly why: string | null;
  readonly what: string | null;
  readonly without: string | null;
  readonly install: string;
  readonly neededBy: readonly Caller[];
};

export type HostCheck = {
  readonly name: 'account' | 'Node.js' | 'terminal' | 'locale' | 'clock' | 'state directory' | 'directory of labs';
  readonly health: Health;
  readonly says: string;
  /** The way out. */
  readonly hint?: string;
};

export type Doctor = {
  readonly program: string;
  readonly servers: readonly FoundServer[];
  /** Why there is none, and the way out. */
  readonly noServer: string | null;
  readonly tools: readonly ToolReport[];
  readonly host: readonly HostCheck[];
};

/** Whether somebody has to do something before all that is known here can be run. */
export const isWell = ({noServer, tools, host}: Doctor): boolean =>
  noServer === null && [...tools, ...host].every(({health}) => health !== 'bad');
