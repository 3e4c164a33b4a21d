/** Opens a run: a new one with its pinned files and first facts, or one that was interrupted. */
import type {Json} from '../base/canonical-json.ts';
import {canonicalJson} from '../base/canonical-json.ts';
import type {Result} from '../base/result.ts';
import type {Asked} from '../engine/engine.ts';
import {createJournal} from '../journal/file-journal.ts';
import type {Journal} from '../journal/journal.ts';
import {removeRun} from '../journal/run-directory.ts';
import {type FirstFile, writeFirstFiles} from '../journal/run-files.ts';
import type {SessionKey} from '../journal/signing/session-key.ts';
import {bareKey} from '../journal/signing/signature.ts';
import {objectivesOf, type Plan} from '../plan/plan.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Fact, FactBody, StartAt} from '../run/event.ts';
import type {KnownContact, LadderRung} from '../run/known-contact.ts';
import type {Outline} from '../run/outline.ts';
import {secretInputs} from '../runbook/secrets.ts';
import {besideOf} from './beside.ts';
import {type Catalogued, rolesOf} from './catalog.ts';
import {connectionPlaces} from './connection-places.ts';
import {learntOutline} from './history/learnt-outline.ts';
import {thisHost} from './host.ts';
import {joinRun, type OpenRun, type RunParts} from './join-run.ts';
import {pinnedPath} from './pinned-files.ts';
import {type Refusal, refuse} from './refusal.ts';
import {takeRunLocks} from './run-locks.ts';
import {type Beginning, sessionKeyOf, sessionOpened, sessionReopened} from './session-beginning.ts';
import {type SessionRunners, sessionRunners} from './session-runners.ts';
import {systemClock} from './system-clock.ts';

/** What a new run's first fact says beside its runbook. */
export type NewRun = Omit<RunParts, 'locks'> & {
  readonly marks: readonly Extract<FactBody, {type: 'event-marked'}>[];
  /** Where it stands at first, where that is not its beginning. */
  readonly startAt?: StartAt;
  /** Of a drill: which variant of the drill block. */
  readonly variant?: string;
};

/** A run that goes on: the journal was opened and its facts were read. */
export type FormerRun = RunParts & {
  readonly journal: Journal;
  readonly facts: readonly Fact[];
  readonly tails: readonly FactBody[];
  /** That it is whole again in one place. */
  readonly restored: readonly FactBody[];
  /** What must be in the record before the run goes on. */
  readonly notes: readonly FactBody[];
  /** Ends the run as it is opened; then nothing of it is done. */
  readonly ending: readonly FactBody[];
  readonly outline: Outline;
  readonly sessionNumber: number;
};

/** Makes a run's directory complete and its first facts durable when started. */
export const openNewRun = async (parts: NewRun): Promise<Result<OpenRun, Refusal>> => {
  let runners: SessionRunners | undefined;
  // The slowest to start comes first, and the locks are taken while keys are made and files are written.
  const locks = takeRunLocks(parts.directory, 1, sessionLockFd => {
    runners = sessionRunners({...parts, session: 1, sessionLockFd, former: []});
  });
  const sessionKey = sessionKeyOf(parts.directory, 1);
  if (!sessionKey.ok) {
    const taken = await locks;
    await runners?.close();
    // No fact stands in it yet, and nobody should wonder what it was.
    removeRun(parts.directory);
    if (taken.ok) {
      taken.value.release();
    }
    return sessionKey;
  }
  const begun = await beginRun(parts, locks, {runners: () => runners, sessionKey: sessionKey.value});
  if (!begun.ok) {
    await runners?.close();
  }
  return begun;
};

/** Nothing is recorded before the locks are held. */
const beginRun = async (
  parts: NewRun,
  taken: ReturnType<typeof takeRunLocks>,
  opened: {readonly runners: () => SessionRunners | undefined; readonly sessionKey: SessionKey},
): Promise<Result<OpenRun, Refusal>> => {
  const {directory, catalogued, mode} = parts;
  const outline = await learntOutline({directory, runbook: catalogued.runbook, mode});
  const written = await writeFirstFiles(directory, firstFiles(catalogued, outline));
  const locks = await taken;
  const [outlineFile, ...pinned] = written.ok ? written.value : [];
  if (outlineFile === undefined) {
    return refuse('usage', written.ok ? 'The outline of the run was not written.' : written.reason);
  }
  const runners = opened.runners();
  if (!locks.ok || runners === undefined) {
    return locks.ok ? refuse('usage', `The lock of ${directory.id} cannot be opened.`) : locks;
  }
  const journal = createJournal({
    path: directory.journal,
    clock: parts.injecting?.clock ?? systemClock,
    beside: besideOf(directory),
  });
  if (!journal.ok) {
    return refuse('usage', journal.reason);
  }
  const {runbook, plan} = catalogued;
  const started: FactBody = {
    type: 'run-started',
    run: directory.id,
    mode,
    runbook: {id: runbook.id, version: runbook.version, title: runbook.title, scenario: runbook.scenario},
    files: pinned,
    outline: {file: outlineFile.path, sha256: outlineFile.sha256},
    program: thisHost().program,
    ...recordedInputs(parts),
    connections: connectionPlaces(runbook, parts.inputs),
    objectives: objectivesOf(runbook, plan),
    clock: runbook.clock,
    roles: rolesOf(catalogued),
    contacts: contactsOf(plan),
    ladder: ladderOf(plan),
    executor: parts.actor.name,
    ...(parts.startAt && {startAt: parts.startAt}),
    ...(parts.variant !== undefined && {variant: parts.variant}),
  };
  return joinRun(
    {...parts, locks: locks.value},
    {
      runners,
      outline,
      journal: journal.value,
      former: [],
      sameBoot: true,
      sessionKey: opened.sessionKey,
      opening: [
        started,
        sessionOpened(beginningOf(parts), opened.sessionKey),
        ...(parts.injecting ? [parts.injecting.sealed] : []),
        ...parts.marks,
      ],
      ...(parts.startAt && {asked: {facts: [{type: 'jumped', ...parts.startAt}], actor: parts.actor}}),
    },
  );
};

/** Goes on where the journal ends. */
export const openFormerRun = (parts: FormerRun): Result<OpenRun, Refusal> => {
  const sessionKey = sessionKeyOf(parts.directory, parts.sessionNumber);
  if (!sessionKey.ok) {
    return sessionKey;
  }
  const lastBoot = parts.facts.findLast(fact => fact.type === 'session-opened');
  const opened = sessionOpened(beginningOf(parts), sessionKey.value);
  return joinRun(parts, {
    runners: sessionRunners({
      ...parts,
      session: parts.sessionNumber,
      sessionLockFd: parts.locks.session.fd,
      former: parts.facts,
    }),
    outline: parts.outline,
    journal: parts.journal,
    former: parts.facts,
    sameBoot: lastBoot?.type === 'session-opened' && lastBoot.boot === thisHost().boot,
    sessionKey: sessionKey.value,
    opening: [
      ...parts.tails,
      ...sessionReopened(parts.facts, opened, parts.injecting?.clock.nowMs()),
      ...parts.restored,
      ...parts.notes,
      ...parts.ending,
    ],
    asked: lostStart(parts.facts),
  });
};

const beginningOf = ({
  actor,
  directory,
  networkFs,
}: Pick<RunParts, 'actor' | 'directory' | 'networkFs'>): Beginning => ({
  directory,
  executor: actor.name,
  networkFs,
});

/** A power failure may have kept the first fact and lost the jump right after it: the run still begins where it was asked to. */
const lostStart = (facts: readonly Fact[]): Asked | undefined => {
  const [first] = facts;
  return first?.type === 'run-started' && first.startAt && !facts.some(fact => isAboutStep(fact))
    ? {facts: [{type: 'jumped', ...first.startAt}], actor: {name: first.executor, via: 'engine'}}
    : undefined;
};

/** The outline first, then what is pinned. */
const firstFiles = ({source, planSource, files: beside}: Catalogued, outline: Outline): readonly FirstFile[] => {
  const pinned = [
    {path: 'runbook.yaml', text: source.text},
    {path: 'plan.yaml', text: planSource.text},
    ...beside.map(({file, text}) => ({path: pinnedPath(file), text})),
  ];
  return [
    {path: 'outline.json', bytes: Buffer.from(canonicalJson(outlineJson(outline))), isPinned: false},
    ...pinned.map(({path, text}) => ({path, bytes: Buffer.from(text), isPinned: true})),
  ];
};

/** Who can be called, and who can sign; comments of keys are left out. */
const contactsOf = ({contacts}: Plan): {readonly [contact: string]: KnownContact} =>
  Object.fromEntries(
    Object.entries(contacts).map(([contact, {name, phone, email, sshKeys}]) => [
      contact,
      {
        name,
        keys: sshKeys.map(bareKey),
        ...(phone !== undefined && {phone}),
        ...(email !== undefined && {email}),
      },
    ]),
  );

/** The rungs that are people; where the alerts themselves speak there is nobody to call. */
const ladderOf = ({escalation}: Plan): readonly LadderRung[] =>
  escalation.flatMap(({title, contact, afterMs}) => (contact === undefined ? [] : [{title, contact, afterMs}]));

/** Secrets are recorded by name only. */
const recordedInputs = ({catalogued, inputs}: NewRun): {inputs: {[name: string]: Json}; secrets: string[]} => {
  const secret = new Set(secretInputs(catalogued.runbook));
  const isSecret = (name: string) => secret.has(name);
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !isSecret(name))),
    secrets: Object.keys(inputs).filter(name => isSecret(name) && inputs[name] !== null),
  };
};

/** The outline is made of plain values only. */
const outlineJson = (outline: Outline): Json => JSON.parse(JSON.stringify(outline)) as Json;
