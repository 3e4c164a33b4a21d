/** What an action comes down to on this host: one program with its arguments, environment and files. */

export type Program = {
  readonly argv: readonly string[];
  /** What people call it, where the first word is not its name. */
  readonly name?: string;
  /** What the step sets; the rest of the environment is the same for all. */
  readonly env: {readonly [name: string]: string};
  readonly cwd?: string;
  readonly stdin?: string;
  /** Files that must be there before it starts and are removed when it has ended. */
  readonly files: readonly OwnFile[];
  /** It is ssh, and what it starts runs there; the directory is one of that host. */
  readonly remote?: {readonly on: string; readonly cwd?: string};
};

export type OwnFile = {readonly path: string; readonly text: string; readonly mode: 0o500 | 0o600};
