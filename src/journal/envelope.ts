/** What every fact carries, checked where a journal is read; and the types of facts that this program knows. */
import type {Json} from '../base/canonical-json.ts';
import type {Fact, FactBody} from '../run/event.ts';

const knownTypes: {readonly [Type in FactBody['type']]: true} = {
  'run-started': true,
  'session-opened': true,
  'session-closed': true,
  'clock-jumped': true,
  amended: true,
  'event-marked': true,
  paused: true,
  continued: true,
  noted: true,
  'handed-over': true,
  escalated: true,
  'approval-proven': true,
  'given-again': true,
  lacking: true,
  'evidence-attached': true,
  'tail-removed': true,
  degraded: true,
  restored: true,
  'injects-sealed': true,
  'injects-opened': true,
  'lab-examined': true,
  'drill-judged': true,
  'run-ended': true,
  sealed: true,
  'not-applicable': true,
  asked: true,
  ticked: true,
  confirmed: true,
  approved: true,
  revealed: true,
  chosen: true,
  'inputs-changed': true,
  due: true,
  acknowledged: true,
  'undo-listed': true,
  'undo-started': true,
  'undo-began': true,
  undone: true,
  'undo-failed': true,
  'undo-retried': true,
  'undo-skipped': true,
  'undo-ended': true,
  jumped: true,
  expired: true,
  listed: true,
  opened: true,
  picked: true,
  'round-ended': true,
  'file-ended': true,
  began: true,
  spawned: true,
  'stop-requested': true,
  performed: true,
  probed: true,
  succeeded: true,
  failed: true,
  unknown: true,
  resolved: true,
  retried: true,
  skipped: true,
  overridden: true,
  backfilled: true,
};

/** Whether this program knows what the fact means. One of a newer program may be verified, but not gone on from. */
export const isKnown = (fact: Fact): boolean => Object.hasOwn(knownTypes, fact.type);

/** Whether a value has the fields of every fact, each in its form. */
export const isEnvelope = (value: Json): boolean =>
  isObject(value) &&
  isCount(value.seq, 0) &&
  isCount(value.sync, -1) &&
  isCount(value.session, 1) &&
  isCount(value.monoUs, 0) &&
  typeof value.type === 'string' &&
  value.at !== undefined &&
  isInstant(value.at) &&
  (value.happened === undefined || isInstant(value.happened)) &&
  isActor(value.actor);

const isInstant = (value: Json): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

const isActor = (value: Json | undefined): boolean =>
  isObject(value) && typeof value.name === 'string' && typeof value.via === 'string';

const isCount = (value: Json | undefined, least: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least;

const isObject = (value: Json | undefined): value is {readonly [key: string]: Json | undefined} =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
