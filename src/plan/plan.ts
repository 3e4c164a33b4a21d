/** The disaster-recovery plan: who can be reached, what was promised, who is called when nobody answers. */
import {type Objectives, objectivesFor} from '../runbook/objectives.ts';
import type {Runbook} from '../runbook/runbook.ts';

export type Contact = {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  /** Public keys, as in an authorized_keys file: what an approval or a report is signed with. */
  readonly sshKeys: readonly string[];
};

/** One rung of the ladder: who is told after how long without an answer. */
export type EscalationLevel = {
  readonly level: number;
  readonly title: string;
  /** Nothing where it is the alerts themselves that speak. */
  readonly contact?: string;
  readonly afterMs: number;
};

/** A host whose records are believed: its name for people, and the public key in its keys/host.pub. */
export type KnownHost = {readonly name: string; readonly key: string};

export type Plan = {
  readonly title: string;
  readonly hosts: readonly KnownHost[];
  readonly contacts: {readonly [name: string]: Contact};
  /** Which contact a role falls to where a runbook does not say. */
  readonly roles: {readonly [role: string]: {readonly contact: string}};
  /** By class: `critical`, `non_critical`, and others that reports use. */
  readonly objectives: {readonly [criticality: string]: Objectives};
  readonly escalation: readonly EscalationLevel[];
};

/** The objectives that a run is held against: the runbook's own, else those of its class. Null means there is none. */
export const objectivesOf = (runbook: Pick<Runbook, 'objectives' | 'criticality'>, plan: Plan): Objectives =>
  objectivesFor(runbook, plan);
