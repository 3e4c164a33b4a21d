/** What facts show to people: questions as they were put, actions as they were about to be done, and what came of them. */
import type {Json} from '../base/canonical-json.ts';

/** How a person may answer a prompt, and what the machine then accepts. */
export type PromptKind = 'instruction' | 'input' | 'decision' | 'approval' | 'confirmation';

export type PromptOption = {
  readonly name: string;
  readonly title: string;
  /** Up to when this way restores data, where that can be worked out when it is asked. */
  readonly recoveryPoint?: string;
};

/** The question as it stood on the screen, with its values filled in. */
export type Prompt = {
  readonly kind: PromptKind;
  readonly ask: string;
  readonly checklist?: readonly string[];
  readonly paste?: string;
  /** What a person may ask to be shown for a moment, by the names of its secrets. */
  readonly reveals?: string;
  readonly options?: readonly PromptOption[];
  readonly proposal?: string;
  /** The target's own name that a confirmation must be answered with. */
  readonly expected?: string;
  /** What kind of value an input takes. */
  readonly takes?: string;
  /** The value is not to be seen while it is typed. */
  readonly isSecret?: true;
  /** It may be left out. */
  readonly isOptional?: true;
  /** What a step with `each` is about to be done for. */
  readonly items?: readonly string[];
  /** Roles that may approve, with the contact behind each. */
  readonly from?: readonly {readonly role: string; readonly contact: string; readonly name: string}[];
  readonly need?: number;
};

/** What an action is about to do, as it may be read by anybody: secrets are already replaced by their names. */
export type ShownAction = {
  readonly kind: 'command' | 'script' | 'sql' | 'http' | 'notify';
  /** argv, the script's text, the SQL or the request, one item a word, a line or a statement. */
  readonly lines: readonly string[];
  /** Names of the environment variables that are set, of the parameters or of the headers, with values that are no secret. */
  readonly values?: {readonly [name: string]: Json};
  readonly target?: string;
  /** What its author says that it changes beside that. */
  readonly touches?: readonly string[];
  /** The host that it runs on, as ssh takes it; nothing means the one of the engine. */
  readonly on?: string;
  /** It gets the terminal of whoever executes the run, who is at work while it runs. */
  readonly interactive?: true;
};

/** The digest of what an attempt printed, after redaction. */
export type OutputRecord = {readonly file: string; readonly bytes: number; readonly sha256: string};

/** What became of that: neither where nothing was printed, or nothing is kept. A disk that fails ends no program, and what it loses is told. */
export type KeptOutput = {readonly output?: OutputRecord; readonly outputLost?: true};

export const keptOutput = ({output, outputLost}: KeptOutput): KeptOutput => ({
  ...(output && {output}),
  ...(outputLost && {outputLost}),
});

export type ProbeUse = 'requires' | 'verify' | 'done_when' | 'check';
