/** The lab of one drill: built and broken, or found again after a crash; proven before each action, judged at the end. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Safeguard} from '../engine/context.ts';
import {type Application, startApplication} from '../lab/application.ts';
import {takeRepositoryBackup} from '../lab/backups.ts';
import {takeBaseBackup} from '../lab/base-backup.ts';
import {breakLab} from '../lab/break-lab.ts';
import type {Damage} from '../lab/damage.ts';
import {findDataset} from '../lab/datasets.ts';
import {withWayOut} from '../lab/disk-trouble.ts';
import {takeDump} from '../lab/dump.ts';
import {type Estate, openEstate} from '../lab/estate.ts';
import type {KeepAtEnd} from '../lab/estate-request.ts';
import {checkFault, findFault} from '../lab/faults.ts';
import {isOfLab} from '../lab/isolation.ts';
import {keepConfiguration} from '../lab/kept-configuration.ts';
import {damageNamesOf, labNamesOf, needsOf} from '../lab/lab-names.ts';
import {watchForMoment} from '../lab/moment-watch.ts';
import {takeStoredCopy} from '../lab/object-store/stored-copy.ts';
import {takePgbackrestBackup} from '../lab/pgbackrest-backup.ts';
import type {OnPhase} from '../lab/phases.ts';
import {type NoLab, reopenEstate} from '../lab/reopen.ts';
import {takeSecondCopy} from '../lab/second-copy.ts';
import {makeTablespace} from '../lab/tablespace.ts';
import {keepDamage, readDamage} from '../lab/truth.ts';
import {startWatch, type Watch} from '../lab/watch/watch.ts';
import type {Drill} from '../runbook/runbook.ts';

export type DrillLab = {
  readonly estate: Estate;
  /** Its end is the end of the watch, too. */
  readonly application: Application;
  /** Who tries each server for a write, where clients come over a network; null where there is none. */
  readonly watch: Watch | null;
  readonly damage: Damage;
  /** `lab.primary` and so on, as the runbook's drill block reads them. */
  readonly names: {readonly [name: string]: string};
  readonly safeguard: Safeguard;
};

export type LabRequest = {
  readonly run: string;
  readonly stateDir: string;
  readonly drill: Drill;
  /** Where the runbook lies: the file that a lab is filled from is named from there. */
  readonly folder: string;
  readonly scale: number | undefined;
  /** The names of the lab that the drill block and the steps mention: what is built besides the primary. */
  readonly mentioned: ReadonlySet<string>;
  /** Leave the lab standing when the drill has ended, also a resumed one. */
  readonly keep: KeepAtEnd;
  readonly onPhase: OnPhase;
};

/** Builds the estate, lets the application write, takes a backup and breaks it; whatever was made is taken down on a failure. */
export const buildLab = async (request: LabRequest): Promise<Result<DrillLab>> => {
  const {run, stateDir, drill, scale, keep, onPhase} = request;
  const used = findFault(drill.fault?.name ?? '')?.uses ?? [];
  const needs = needsOf(new Set([...request.mentioned, ...used]));
  if (!needs.ok) {
    return needs;
  }
  const possible = drill.fault ? checkFault({[drill.fault.name]: drill.fault.fields}) : succeed(undefined);
  if (!possible.ok) {
    return possible;
  }
  const dataset = findDataset({...drill.dataset, folder: request.folder});
  if (!dataset.ok) {
    return dataset;
  }
  const estate = await openEstate({
    run,
    stateDir,
    dataset: dataset.value,
    scale: scale ?? drill.dataset.scale,
    keepAtEnd: keep,
    onPhase,
    ...needs.value,
  });
  if (!estate.ok) {
    return estate;
  }
  const clients = startClients(estate.value);
  const {application} = clients;
  const damage = await breakIt(estate.value, request);
  const kept = damage.ok ? keepTruth(estate.value, application, damage.value) : damage;
  if (!damage.ok || !kept.ok) {
    await application.stop();
    const gone = await estate.value.dismantle();
    const left = gone.ok ? '' : `. What was made could not be taken down: ${gone.reason}`;
    return fail(`${kept.ok ? '' : withWayOut(kept.reason)}${left}`);
  }
  return succeed(labOf(estate.value, clients, damage.value));
};

type Clients = Pick<DrillLab, 'application' | 'watch'>;

const startClients = (estate: Estate): Clients => {
  const application = startApplication(estate);
  const watch = estate.network === null ? null : startWatch(estate);
  return {
    application: {
      ...application,
      trouble: () => application.trouble() ?? watch?.trouble() ?? null,
      stop: async () => {
        await Promise.all([application.stop(), watch?.stop()]);
      },
    },
    watch,
  };
};

/** Without what the fault did and what the application was told nobody could judge the drill: then it does not begin. */
const keepTruth = ({directory}: Estate, application: Application, damage: Damage): Result<void> => {
  try {
    keepDamage(directory, damage);
  } catch (thrown) {
    return fail(
      `what the fault did cannot be written down: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  const trouble = application.trouble();
  return trouble === null ? succeed(undefined) : fail(trouble);
};

/** Goes back to the lab of a drill that was interrupted; the application starts to write again. */
export const returnToLab = async (stateDir: string, run: string): Promise<Result<DrillLab, NoLab>> => {
  const estate = await reopenEstate(stateDir, run);
  if (!estate.ok) {
    return estate;
  }
  const damage = readDamage(estate.value.directory);
  return damage.ok
    ? succeed(labOf(estate.value, startClients(estate.value), damage.value))
    : fail({why: 'lost', sentence: damage.reason});
};

const breakIt = async (estate: Estate, {drill, mentioned, onPhase}: LabRequest): Promise<Result<Damage>> => {
  const backup = await takeBaseBackup(estate, onPhase);
  const dump = backup.ok ? await takeDump(estate, onPhase) : backup;
  const pgbackrest = dump.ok ? await takePgbackrestBackup(estate, onPhase) : dump;
  const copied = pgbackrest.ok ? await takeSecondCopy(estate, onPhase) : pgbackrest;
  const stored = copied.ok ? await takeStoredCopy(estate, onPhase) : copied;
  if (!stored.ok) {
    return stored;
  }
  const spaced = mentioned.has('tablespace') ? await makeTablespace(estate, onPhase) : succeed(undefined);
  const backedUp = spaced.ok && mentioned.has('backups') ? await takeRepositoryBackup(estate, onPhase) : spaced;
  if (!backedUp.ok) {
    return backedUp;
  }
  const kept = mentioned.has('configuration') ? await keepConfiguration(estate, onPhase) : succeed({});
  if (!kept.ok) {
    return kept;
  }
  if (!drill.fault) {
    return fail('The drill block names no fault; say one of those that the lab knows.');
  }
  const broken = await breakLab(estate, {[drill.fault.name]: drill.fault.fields}, onPhase);
  return broken.ok ? succeed(broken.value.damage) : broken;
};

const labOf = (estate: Estate, clients: Clients, damage: Damage): DrillLab => ({
  ...clients,
  application: withMomentWatch(estate, clients.application, damage),
  estate,
  damage,
  names: {...labNamesOf(estate), ...damageNamesOf(damage)},
  safeguard: onlyTheLab(estate),
});

const withMomentWatch = (estate: Estate, application: Application, damage: Damage): Application => {
  const watch = watchForMoment(estate, damage);
  return {
    ...application,
    stop: async () => {
      await Promise.all([watch.stop(), application.stop()]);
    },
  };
};

/** A connection string may hold a password; a host and a path do not. */
const inWords = (target: string): string =>
  /^(host='|\/)[^@]*$/.test(target) ? target.replace(/^host='(.*)'$/, 'the host $1') : 'a connection of this step';

/** In a drill nothing is touched but what the lab made. Looked at each time: a server or a link may be another one by now. */
const onlyTheLab =
  (estate: Estate): Safeguard =>
  async touched => {
    for (const target of touched) {
      if (!(await isOfLab(estate, target))) {
        return fail(`this is a drill, and ${inWords(target)} is not the lab of this drill, so nothing was done`);
      }
    }
    return succeed(undefined);
  };
