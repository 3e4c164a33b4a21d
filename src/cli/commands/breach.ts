/** `lifeboat breach …`: what looks, keeps evidence, isolates and lets in again; JSON out, sentences on stderr. */

import {type Result, succeed} from '../../base/result.ts';
import {auditScope} from '../../breach/audit-scope.ts';
import {keepEvidence} from '../../breach/evidence.ts';
import {verifyEvidence} from '../../breach/evidence-directory.ts';
import {checkIsolated, isolate} from '../../breach/isolate.ts';
import {compareKnownFiles} from '../../breach/known-files.ts';
import {lookAtReadiness} from '../../breach/readiness.ts';
import {reopen} from '../../breach/reopen.ts';
import {type Login, parseLogin} from '../../breach/way-in.ts';
import {print, withDatabase} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type EvidenceOptions = {
  readonly into: string;
  readonly since?: string;
  readonly file?: readonly string[];
  readonly check?: boolean;
  readonly digest?: string;
};
export type IsolateOptions = {readonly record: string; readonly keep?: readonly string[]; readonly check?: boolean};
export type ReopenOptions = {
  readonly record: string;
  readonly withoutLine?: readonly string[];
  readonly except?: readonly string[];
};
export type ScopeOptions = {
  readonly evidence: string;
  readonly from: string;
  readonly to?: string;
  readonly address?: readonly string[];
  readonly role?: readonly string[];
};
export type KnownOptions = {readonly known: string; readonly record?: string};

/** What can be told after a breach of this server, and what cannot. */
export const readyCommand = async (): Promise<number> => withDatabase(lookAtReadiness);

/** Keeps evidence, or verifies what was kept. */
export const evidenceCommand = async ({into, since, file = [], check, digest}: EvidenceOptions): Promise<number> => {
  if (check) {
    return print(verifyEvidence(into, digest));
  }
  const odd = refuseTime('--since', since);
  return odd === null
    ? withDatabase(database =>
        keepEvidence({database, intoDir: into, files: file, ...(since !== undefined && {since})}),
      )
    : printRefusal(odd);
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

/** Who did what, by the logs of the evidence. */
export const scopeCommand = async ({evidence, from, to, address = [], role = []}: ScopeOptions): Promise<number> => {
  const odd = refuseTime('--from', from) ?? refuseTime('--to', to);
  return odd === null
    ? withDatabase(database =>
        auditScope({
          database,
          evidenceDir: evidence,
          from,
          addresses: address,
          roles: role,
          ...(to !== undefined && {to}),
        }),
      )
    : printRefusal(odd);
};

/** Configuration of before against that of now. */
export const compareFilesCommand = async ({known, record}: KnownOptions): Promise<number> =>
  withDatabase(database =>
    compareKnownFiles({database, knownDir: known, ...(record !== undefined && {recordDir: record})}),
  );

const refuseTime = (option: string, time: string | undefined): Refusal | null =>
  time === undefined || !Number.isNaN(Date.parse(time))
    ? null
    : refuse('usage', `${option} takes a time like 2026-11-01T03:12:00Z, not "${time}".`).reason;

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
