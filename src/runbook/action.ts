/** What a step does to the world, or a probe asks of it, as its author wrote it: texts with values still to be inserted. */
import type {Json} from '../base/canonical-json.ts';

/** Text in which `${expression}` inserts a value; checked when the runbook was loaded. */
export type Text = string;

/** A text, or a JSON value in whose texts values are inserted before it is written out. */
export type Content = Text | {readonly json: Json};

export type CommandAction = {
  readonly kind: 'command';
  /** argv: words of text, cut when the file was loaded. */
  readonly run: readonly Content[];
  readonly env: {readonly [name: string]: Text};
  readonly cwd?: Text;
  readonly stdin?: Content;
  readonly connection?: Text;
  /** The host that it runs on, as ssh takes it; nothing means this one. */
  readonly on?: Text;
  /** It gets the terminal of whoever executes the run. */
  readonly interactive?: true;
};

export type ScriptAction = {
  readonly kind: 'script';
  readonly interpreter: readonly string[];
  /** Literal: values reach it only as environment. */
  readonly text: string;
  readonly env: {readonly [name: string]: Text};
  readonly on?: Text;
};

export type SqlAction = {
  readonly kind: 'sql';
  readonly connection: Text;
  readonly statements: readonly string[];
  /** A list for `$1`, or a map for psql's `:'name'` and `:"name"`. */
  readonly params: readonly Text[] | {readonly [name: string]: Text};
  readonly transaction: boolean;
  /** The host that reaches the server. */
  readonly on?: Text;
};

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export type HttpAction = {
  readonly kind: 'http';
  readonly method: HttpMethod;
  readonly url: Text;
  readonly query: {readonly [name: string]: Text};
  /** By lower-case name. */
  readonly headers: {readonly [name: string]: Text};
  readonly body?: Content;
};

export type NotifyAction = {
  readonly kind: 'notify';
  /** Roles or contacts. */
  readonly to: readonly string[];
  readonly text: Text;
};

export type Action = CommandAction | ScriptAction | SqlAction | HttpAction | NotifyAction;
