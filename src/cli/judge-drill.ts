/** The verdict on a drill, by an oracle that shares nothing with the runbook's own checks, and the end of its lab. */
import {type Result, succeed} from '../base/result.ts';
import {withWayOut} from '../lab/disk-trouble.ts';
import {judge as askOracle} from '../lab/oracle.ts';
import {type StandingLab, standingLab} from '../lab/standing-lab.ts';
import {everyStep} from '../machine/compile.ts';
import type {Finding} from '../run/drill-fact.ts';
import type {FactBody} from '../run/event.ts';
import type {RunState} from '../run/state.ts';
import {timing} from '../run/timing.ts';
import type {Drill, Runbook} from '../runbook/runbook.ts';
import {labIsThere} from './drill-findings.ts';
import type {DrillLab} from './drill-lab.ts';
import type {OpenRun} from './join-run.ts';

/** What is recorded before the seal; the reason why it could not be recorded, and then nothing was taken down. */
export type Judged = Result<readonly FactBody[]>;

/** Stops the application and asks the oracle. What it found is durable before the lab is taken down or left standing. */
export const judgeDrill = async (run: OpenRun, lab: DrillLab, drill: Drill): Promise<Judged> => {
  await lab.application.stop();
  const {state} = run.engine;
  const oracle = await askOracle(lab.estate, {
    damage: lab.damage,
    writes: lab.application.writes(),
    containedMs: state.events.get('contained')?.atMs,
    claimed: {
      recoveryPointMs: state.recoveryPointMs,
      rpoMs: state.objectives.rpoMs,
      restoredMs: state.events.get('service_restored')?.atMs,
      keepsNewerWrites: drill.keepsNewerWrites,
    },
  });
  const findings: Finding[] = [
    outcomeFinding(run),
    ...troubleFindings(lab),
    ...(oracle.ok ? oracle.value : [{name: 'oracle', ok: false, detail: oracle.reason}]),
    ...(await acceptFindings(run, drill)),
    ...objectiveFindings(run),
  ];
  const kept = run.engine.conclude([{type: 'lab-examined', findings}]);
  return kept.ok ? succeed([verdict(run, [...findings, await leave(lab.estate, findings)])]) : kept;
};

/** The program died after the lab was examined: what was found stands, and what is left of the lab is taken down. */
export const judgeExamined = async (run: OpenRun, state: string, findings: readonly Finding[]): Promise<Judged> => {
  const lab = standingLab(state, run.directory.id);
  if (lab === undefined && run.engine.state.findings !== undefined) {
    return succeed([]);
  }
  return succeed([verdict(run, [...findings, lab === undefined ? taken : await leave(lab, findings)])]);
};

/** At a table nothing is measured but what people took: the outcome, and the time against the RTO. */
export const judgeTabletop = async (run: OpenRun): Promise<Judged> =>
  succeed([verdict(run, [outcomeFinding(run), ...objectiveFindings(run).filter(({name}) => name !== 'rpo_met')])]);

/** A drill that lost its lab has not passed, whatever its steps did. */
export const judgeLost = async (run: OpenRun, state: string, why: string): Promise<Judged> => {
  const lab = standingLab(state, run.directory.id);
  const findings: readonly Finding[] = [
    outcomeFinding(run),
    {name: labIsThere, ok: false, detail: why},
    ...(run.engine.state.outcome === 'aborted' ? [] : objectiveFindings(run)),
  ];
  return succeed([verdict(run, [...findings, lab === undefined ? taken : await leave(lab, findings)])]);
};

const verdict = (run: OpenRun, findings: readonly Finding[]): FactBody => {
  const passed = findings.every(({ok}) => ok);
  return {
    type: 'drill-judged',
    findings,
    passed,
    partial: passed && hasOnlyActedDestruction(run.catalogued.runbook, run.engine.state),
  };
};

const outcomeFinding = (run: OpenRun): Finding => {
  const {outcome} = run.engine.state;
  const ok = outcome === 'recovered' || outcome === 'recovered-with-exceptions';
  return {name: 'runbook_recovered', ok, detail: `the runbook ended ${outcome ?? 'nowhere'}`};
};

/** An application that had to stop leaves writes that nobody can look for. */
const troubleFindings = ({application}: DrillLab): readonly Finding[] => {
  const trouble = application.trouble();
  return trouble === null ? [] : [{name: 'application_recorded', ok: false, detail: withWayOut(trouble)}];
};

const acceptFindings = async (run: OpenRun, drill: Drill): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [index, probe] of drill.accept.entries()) {
    const {ok, detail, called} = await run.engine.ask(probe);
    findings.push({name: `accept:${index + 1}`, ok, detail: `${probe.expect ?? called}: ${detail}`});
  }
  return findings;
};

const objectiveFindings = (run: OpenRun): readonly Finding[] => {
  const {state} = run.engine;
  const {rtoMet, rpoMet, rtaMs, rpaMs, rtoMs, rpoMs, tolerated} = timing(state, state.endedAtMs ?? run.session.nowMs());
  return [
    ...(rtoMs === null ? [] : [{name: 'rto_met', ok: rtoMet === true, detail: measured('RTA', rtaMs, rtoMs)}]),
    ...(rpoMs === null ? [] : [{name: 'rpo_met', ok: rpoMet === true, detail: measured('RPA', rpaMs, rpoMs)}]),
    ...(tolerated === undefined
      ? []
      : [
          {
            name: 'mtpd_met',
            ok: tolerated.met === true,
            detail: measured('the disruption', tolerated.lastedMs, tolerated.mtpdMs),
          },
        ]),
  ];
};

const measured = (name: string, actualMs: number | null, objectiveMs: number): string =>
  actualMs === null ? `${name} could not be measured` : `${name} ${actualMs} ms of ${objectiveMs} ms`;

/** Takes the lab down, or leaves it standing where that was asked for: then it is not gone, and the finding says so. */
const leave = async (lab: StandingLab, findings: readonly Finding[]): Promise<Finding> => {
  const isKept = lab.keepAtEnd === 'unless-passed' ? findings.some(({ok}) => !ok) : lab.keepAtEnd;
  if (!isKept) {
    const done = await lab.dismantle();
    return {name: 'lab_removed', ok: done.ok, detail: done.ok ? done.value.proof.join('; ') : done.reason};
  }
  const detail = `the lab was not taken down: it was kept on purpose and stands at ${lab.directory}; remove it with: lifeboat lab down`;
  try {
    lab.keep();
    return {name: 'lab_kept', ok: true, detail};
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      name: 'lab_kept',
      ok: false,
      detail: `${detail}. That could not be recorded (${why}), so the next drill removes it`,
    };
  }
};

const taken: Finding = {
  name: 'lab_removed',
  ok: true,
  detail: 'the lab was taken down before: its record, which goes last, is gone',
};

/** Whether a destructive step was only acted, wherever it stands: then the drill proves a part. */
export const hasOnlyActedDestruction = (runbook: Runbook, {steps}: RunState): boolean =>
  everyStep(runbook).some(
    ({path, step}) =>
      step.effects === 'destructive' &&
      (step.drill.do === 'simulate' || step.drill.do === 'skip') &&
      steps.get(path)?.status === 'succeeded',
  );
