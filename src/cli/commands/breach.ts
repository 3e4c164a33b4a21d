/** `lifeboat breach …`: what looks, keeps evidence, isolates and lets in again; JSON out, sentences on stderr. */

import {type Result, succeed} from '../../base/result.ts';
import {auditScope} from '../../breach/audit-scope.ts';
import {keepEvidence} from '../../breach/evidence.ts';
import {verifyEvidence} from '../../breach/evidence-directory.ts';
import {gatherWal} from '../../breach/gather-wal.ts';
import {checkIsolated, isolate} from '../../breach/isolate.ts';
import {compareKnownFiles} from '../../breach/known-files.ts';
import {lookAtReadiness} from '../../breach/readiness.ts';
import {reopen} from '../../breach/reopen.ts';
import {type Login, parseLogin} from '../../breach/way-in.ts';
import {printVerdict, type SinceOptions, sinceOf, withDatabase} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type EvidenceOptions = {
  readonly into: string;
  readonly since?: string;
  readonly file?: readonly string[];
  readonly logs?: string;
  readonly check?: boolean;
  readonly digest?: string;
};
export type IsolateOptions = {readonly record: string; readonly keep?: readonly string[]; readonly check?: boolean};
export type ReopenOptions = {
  readonly record: string;
  readonly withoutLine?: readonly string[];
  readonly except?: readonly string[];
};
export type ScopeOptions = SinceOptions & {
  readonly evidence: string;
  readonly address?: readonly string[];
  readonly role?: readonly string[];
};
export type GatherOptions = {readonly archive: string; readonly into: string};
export type KnownOptions = {readonly known: string; readonly record?: string};

/** What can be told after a breach of this server, and what cannot. */
export const readyCommand = async (): Promise<number> => withDatabase(lookAtReadiness);

/** Keeps evidence, or verifies what was kept. */
export const evidenceCommand = async ({
  into,
  since,
  file = [],
  logs,
  check,
  digest,
}: EvidenceOptions): Promise<number> => {
  if (check) {
    return printVerdict(verifyEvidence(into, digest), ({verified}) => verified);
  }
  return since === undefined || !Number.isNaN(Date.parse(since))
    ? withDatabase(database =>
        keepEvidence({
          database,
          intoDir: into,
          files: file,
          ...(since !== undefined && {since}),
          ...(logs !== undefined && {logDir: logs}),
        }),
      )
    : printRefusal(refuse('usage', `--since takes a time like 2026-11-01T03:12:00Z, not "${since}".`).reason);
};

/** Isolates, or looks whether it is isolated. */
export const isolateCommand = async ({record, keep = [], check}: IsolateOptions): Promise<number> => {
  const logins = loginsOf(keep);
  if (!logins.ok) {
    return printRefusal(logins.reason);
  }
  return withDatabase(database =>
    check ? checkIsolated({database, keep: logins.value}) : isolate({database, recordDir: record, keep: logins.value}),
  );
};

/** Lets people and programs in again. */
export const reopenCommand = async ({record, withoutLine = [], except = []}: ReopenOptions): Promise<number> =>
  withDatabase(database => reopen({database, recordDir: record, withoutLines: withoutLine, except}));

/** An archive made anew. */
export const gatherWalCommand = async ({archive, into}: GatherOptions): Promise<number> =>
  withDatabase(database => gatherWal({database, archiveDir: archive, intoDir: into}));

/** Who did what, by the logs of the evidence. */
export const scopeCommand = async ({evidence, address = [], role = [], ...since}: ScopeOptions): Promise<number> => {
  const window = sinceOf(since);
  return window.ok
    ? withDatabase(database =>
        auditScope({
          database,
          evidenceDir: evidence,
          otherwise: since.from,
          ...window.value,
          addresses: address,
          roles: role,
        }),
      )
    : printRefusal(window.reason);
};

/** Configuration of before against that of now. */
export const compareFilesCommand = async ({known, record}: KnownOptions): Promise<number> =>
  withDatabase(database =>
    compareKnownFiles({database, knownDir: known, ...(record !== undefined && {recordDir: record})}),
  );

const loginsOf = (texts: readonly string[]): Result<readonly Login[], Refusal> => {
  const logins: Login[] = [];
  for (const text of texts) {
    const login = parseLogin(text);
    if (!login.ok) {
      return refuse('usage', `--keep: ${login.reason}.`);
    }
    logins.push(login.value);
  }
  return succeed(logins);
};
