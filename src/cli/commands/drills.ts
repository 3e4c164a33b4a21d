/** `lifeboat drill RUNBOOK…` and `--all`: several drills one after another, with nobody at the terminal, and what came of them. */
import {canonicalJson} from '../../base/canonical-json.ts';
import {escapedJson} from '../../base/printed-json.ts';
import {standingLab} from '../../lab/standing-lab.ts';
import {type DrillResult, drillName, drillsJson, drillsLines} from '../../report/drills-summary.ts';
import {drillLacks, programsMissing} from '../drills/drill-lacks.ts';
import {notRun, resultOf} from '../drills/drill-result.ts';
import {type PlannedDrill, planDrills} from '../drills/planned-drills.ts';
import {type UntilStopped, untilStopped} from '../drills/until-stopped.ts';
import {exitCodes, worstOf} from '../exit-code.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {statePath} from '../state-place.ts';
import {chooseFace} from '../terminal.ts';
import {type DrillOptions, runDrill} from './drill.ts';
import {executor} from './run.ts';

export type DrillsOptions = DrillOptions & {readonly all?: boolean};

/** Each to its end, whatever became of those before it; the worst exit code of them all. */
export const drillsCommand = async (names: readonly string[], options: DrillsOptions): Promise<number> => {
  const refused = wrongly(names, options);
  if (refused !== undefined) {
    return printRefusal(refused.reason);
  }
  const plan = planDrills(names, {isAll: options.all === true});
  if (plan.drills.length === 0) {
    return printRefusal(refuse('usage', 'No runbook here has a drill block, so nothing was drilled.').reason);
  }
  const stop = untilStopped();
  const results: DrillResult[] = [];
  const missing = await programsMissing(plan.drills.flatMap(({found}) => (found.ok ? [found.value] : [])));
  const lacks = await Promise.all(plan.drills.map(planned => lackOf(planned, missing)));
  sayLacking(lacks.flatMap(lack => lack ?? []));
  for (const [index, planned] of plan.drills.entries()) {
    const lack = lacks[index];
    if (stop.code() !== undefined) {
      results.push(notRun(planned, 'It was stopped before.', exitCodes.aborted.code));
    } else if (lack !== undefined) {
      results.push(lack);
    } else {
      say(options, planned, {number: index + 1, of: plan.drills.length});
      results.push(await carryOut(planned, options, stop));
    }
  }
  stop.release();
  const exit = stop.code() ?? worstOf(results.map(result => result.exit));
  const summary = {results, withoutDrill: plan.withoutDrill, exit};
  if (options.json) {
    process.stdout.write(`${escapedJson(canonicalJson(drillsJson(summary)))}\n`);
  } else {
    printLines(['', ...drillsLines(summary).map(asTyped)]);
  }
  return exit;
};

const wrongly = (names: readonly string[], options: DrillsOptions): ReturnType<typeof refuse> | undefined => {
  if (names.length === 0 && !options.all) {
    return refuse('usage', 'Which runbook is drilled?', 'Name one or several, or --all for every drill that there is.');
  }
  if (options.variant !== undefined) {
    return refuse('usage', '--variant is for one drill.', 'Name variants as RUNBOOK:NAME.');
  }
  if (options.injects !== undefined) {
    return refuse('usage', '--injects is for one drill: its file names the steps of one runbook.');
  }
  return options.auto !== true && chooseFace(options) === 'screen'
    ? refuse('usage', 'Several drills go on by themselves, with the answers of their drill blocks.', 'Add --auto.')
    : undefined;
};

/** Whatever would stop it is said before the first one begins. */
const lackOf = async (planned: PlannedDrill, missing: ReadonlySet<string>): Promise<DrillResult | undefined> => {
  const {found} = planned;
  const refusal = found.ok ? await drillLacks(found.value, program => missing.has(program)) : found.reason;
  return refusal && notRun(planned, refusal);
};

const carryOut = async (planned: PlannedDrill, options: DrillsOptions, stop: UntilStopped): Promise<DrillResult> => {
  if (!planned.found.ok) {
    return notRun(planned, planned.found.reason);
  }
  const driven = await runDrill(planned.found.value, {
    ...options,
    auto: true,
    endedBy: executor(options, options.json ? 'json' : 'plain'),
  });
  if (!driven.ok) {
    printRefusal(driven.reason);
    return notRun(planned, driven.reason);
  }
  const state = statePath(options);
  const labOf = (run: string): string | undefined => (state.ok ? standingLab(state.value, run)?.directory : undefined);
  return resultOf(planned, driven.value, {isStopped: stop.code() !== undefined, labOf});
};

const sayLacking = (results: readonly DrillResult[]): void => {
  for (const result of results) {
    process.stderr.write(`lifeboat: ${drillName(result)} is not run. ${result.why.join(' ')}\n`);
  }
};

const say = (
  {json}: DrillsOptions,
  {runbook, variant}: PlannedDrill,
  {number, of}: {readonly number: number; readonly of: number},
): void => {
  if (json) {
    process.stdout.write(`${escapedJson(canonicalJson({type: 'drill', number, of, runbook, variant}))}\n`);
  } else {
    printLines(['', `Drill ${number} of ${of}: ${drillName({runbook, variant})}.`]);
  }
};
