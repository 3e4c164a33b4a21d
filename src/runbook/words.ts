/** The small vocabularies of the language, and the value types that the model is built from. */

import type {Json} from '../base/canonical-json.ts';
import type {Span} from '../diagnostics/span.ts';

export type {Span};

/** What a YAML scalar, list or map becomes. */
export type ValueType = Json;

export const scenarios = ['corruption', 'deletion', 'infrastructure', 'breach', 'routine'] as const;
export type Scenario = (typeof scenarios)[number];

export const phases = ['activation', 'containment', 'eradication', 'recovery', 'reconstitution'] as const;
export type Phase = (typeof phases)[number];

export const effectsNames = ['none', 'read', 'write', 'destructive'] as const;
export type Effects = (typeof effectsNames)[number];

export const eventNames = [
  'disruption',
  'detection',
  'declaration',
  'run_start',
  'contained',
  'service_restored',
  'data_verified',
] as const;
export type EventName = (typeof eventNames)[number];

/** What a lab has, as `lab.NAME` in drills. */
export const labNames = [
  'primary',
  'maintenance',
  'standby',
  'second_site',
  'application',
  'repository',
  'archive',
  'side',
  'delayed',
  'data_directory',
  'standby_data_directory',
  'delayed_data_directory',
  'dump',
  'dump_plain',
  'dump_gzip',
  'dump_custom',
  'pgbackrest_config',
  'pgbackrest_stanza',
  'backups',
  'tablespace',
  'other_host',
  'moment_lsn',
  'moment_transaction',
  'restore_point',
  'primary_tcp',
  'primary_host',
  'primary_listen',
  'standby_tcp',
  'standby_host',
  'standby_listen',
  'second_site_tcp',
  'second_site_host',
  'second_site_listen',
  'second_site_console',
  'second_site_socket',
  'second_site_data_directory',
  'application_tcp',
  'admin_tcp',
  'credentials',
  'server_log',
  'audit_log',
  'intruder_address',
  'second_copy',
  'object_store',
  'object_store_credentials',
  'object_store_ca',
  'application_host',
  'port',
  'network',
  'dns',
  'dns_zone',
  'dns_name',
  'dns_key',
  'pooler',
  'pooler_admin',
  'pooler_config',
  'pooler_users',
  'balancer',
  'balancer_socket',
  'balancer_server',
  'received_wal',
  'server_option',
  'configuration',
] as const;

/** What `steps.id.status` can be in this version. */
export const stepStatuses = [
  'pending',
  'ready',
  'awaiting',
  'running',
  'verifying',
  'succeeded',
  'rejected',
  'failed',
  'held',
  'unknown',
  'skipped',
  'overridden',
  'not-applicable',
  'left',
  'undoing',
  'undone',
  'not-reached',
] as const;

/** What `run.mode` may be held against. A dry run tells of an incident, and one at a table is a drill; who asks for the first makes no mistake. */
export const runModes = ['incident', 'drill', 'dry-run'] as const;

export const outcomes = [
  'recovered',
  'recovered-with-exceptions',
  'rolled-back',
  'mitigated',
  'escalated',
  'aborted',
  'no-action',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcomes with which an included runbook fails (language.md, the table of steps). */
export const failing: readonly Outcome[] = ['rolled-back', 'escalated', 'aborted'];

export type EstimateMs = {readonly p50Ms: number; readonly p90Ms: number};
