/** The public keys of hosts and people that are known here: of this state directory, of the plan, and of a file that was named. */
import {join} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import {hostPublicKey} from '../journal/signing/host-key.ts';
import {bareKey} from '../journal/signing/signature.ts';
import {namespaces} from '../journal/signing/sshsig.ts';
import {parsePlan} from '../plan/parse-plan.ts';
import type {Plan} from '../plan/plan.ts';
import type {Fact} from '../run/event.ts';
import {readPlanFor, shortPath} from './catalog.ts';
import {type Refusal, refuse} from './refusal.ts';
import {readTextFile} from './text-file.ts';

export type KnownKeys = {
  /** Keys of hosts, without comments. */
  readonly hosts: readonly string[];
  /** Keys of people by the names that the plan gives them. */
  readonly people: readonly KnownPerson[];
};

/** Somebody whose key a plan names, by the contact and the name there. */
export type KnownPerson = {readonly contact: string; readonly name: string; readonly key: string};

/**
 * Never those of the plan that is pinned with the run: whoever writes a record anew writes that anew, too. A plan that
 * cannot be read knows nobody.
 */
export const knownKeys = (state: string, trust: string | undefined): Result<KnownKeys, Refusal> => {
  const trusted = trust === undefined ? succeed([]) : trustedKeys(trust);
  if (!trusted.ok) {
    return trusted;
  }
  const own = hostPublicKey(state);
  const plans = ['runbook', join('runbooks', 'runbook')].flatMap(planAbove);
  return succeed({
    hosts: [
      ...(own === undefined ? [] : [own]),
      ...plans.flatMap(({hosts}) => hosts.map(({key}) => bareKey(key))),
      ...trusted.value,
    ],
    people: plans.flatMap(({contacts}) =>
      Object.entries(contacts).flatMap(([contact, {name, sshKeys}]) =>
        sshKeys.map(key => ({contact, name, key: bareKey(key)})),
      ),
    ),
  });
};

/** Whose key it is: by the plan here, else by the contacts that the run began with; nobody's where none of them names it. */
export const personOf = (
  key: string,
  {people}: Pick<KnownKeys, 'people'>,
  facts: readonly Fact[],
): KnownPerson | undefined => {
  const [first] = facts;
  const pinned = Object.entries((first?.type === 'run-started' && first.contacts) || {});
  const here = people.find(person => person.key === key);
  const [contact, known] = pinned.find(([, {keys}]) => keys.some(one => bareKey(one) === key)) ?? [];
  return here ?? (contact !== undefined && known ? {contact, name: known.name, key} : undefined);
};

/** The plan that would count for a runbook here, and for one in the folder `runbooks`. */
const planAbove = (file: string): readonly Plan[] => {
  const source = readPlanFor(file);
  const plan = source.ok ? parsePlan(source.value.text).plan : undefined;
  return plan ? [plan] : [];
};

const trustedKeys = (file: string): Result<readonly string[], Refusal> => {
  const text = readTextFile(file);
  if (!text.ok) {
    return refuse('usage', `${shortPath(file)} cannot be read: ${text.reason}.`, 'Check the path and its permissions.');
  }
  const keys = text.value.split(/\r?\n/).flatMap(keyOfLine);
  return keys.length > 0
    ? succeed(keys)
    : refuse(
        'usage',
        `${shortPath(file)} holds no Ed25519 key that vouches for sessions.`,
        `Give the keys/host.pub of the host, or an allowed_signers file with namespaces="${namespaces.session}".`,
      );
};

/** A line of a file of public keys, or of an allowed_signers file: who, options, type and key. */
const keyOfLine = (line: string): readonly string[] => {
  const [, before = '', base64] = /^([^#]*?)\bssh-ed25519 +([A-Za-z0-9+/]+=*)/.exec(line.trim()) ?? [];
  const [, namespacesOfLine] = /\bnamespaces="([^"]*)"/i.exec(before) ?? [];
  const isForSessions = namespacesOfLine === undefined || namespacesOfLine.split(',').some(isSessionPattern);
  return base64 !== undefined && isForSessions && !/\bcert-authority\b/i.test(before) ? [`ssh-ed25519 ${base64}`] : [];
};

const isSessionPattern = (pattern: string): boolean => [namespaces.session, 'lifeboat-*', '*'].includes(pattern.trim());
