/** `lifeboat run RUNBOOK --dry-run`: the whole of a runbook with its values, while nothing runs and nothing is recorded. */
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {dryRun} from '../../engine/dry-run/dry-run.ts';
import {objectivesOf} from '../../plan/plan.ts';
import {dryRunLines} from '../../report/dry-run-lines.ts';
import type {DryRun} from '../../run/dry-run.ts';
import type {Answers} from '../../runbook/prepared-answers.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {askOnTerminal, mayAsk} from '../ask-on-terminal.ts';
import {readBeginning} from '../beginning.ts';
import {type Catalogued, readRunbook, rolesOf} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {givenInputs} from '../given-inputs.ts';
import {type GivenInputs, missingInputs} from '../inputs.ts';
import {preparedFor, valueIn} from '../prepared-answer.ts';
import {printRefusal, type Refusal} from '../refusal.ts';
import type {RunOptions} from './run.ts';

/** Prints it; whatever would be refused before a run exists is refused here too. */
export const dryRunCommand = async (wanted: string, options: RunOptions): Promise<number> => {
  if (options.startAt !== undefined || options.reason !== undefined) {
    return printRefusal(wholeOnly);
  }
  const catalogued = readRunbook(wanted);
  if (!catalogued.ok) {
    return printRefusal(catalogued.reason);
  }
  const told = await tellDryRun(catalogued.value, options);
  if (!told.ok) {
    return printRefusal(told.reason);
  }
  const {source, planSource} = catalogued.value;
  const files = {runbook: source.file, plan: planSource.file};
  // Programs that it names are written as they would be started, and not as this one was.
  process.stdout.write(
    options.json === true
      ? `${printedJson({mode: 'dry-run', files, ...told.value})}\n`
      : `${dryRunLines(told.value, files).join('\n')}\n`,
  );
  return exitCodes.done.code;
};

const wholeOnly: Refusal = {
  exit: 'usage',
  message: '--dry-run shows the whole runbook, from its first step.',
  hint: 'Leave out --start-at and --reason.',
};

const tellDryRun = async (catalogued: Catalogued, options: RunOptions): Promise<Result<DryRun, Refusal>> => {
  const {runbook} = catalogued;
  const given = givenInputs(runbook, options);
  if (!given.ok) {
    return given;
  }
  const {still, later} = withoutPrograms(runbook, given.value);
  const missing = mayAsk(options, options.json === true ? 'json' : 'plain') ? missingInputs(still, given.value) : [];
  const asked =
    missing.length > 0
      ? await askOnTerminal(missing, {screen: undefined, note: 'This is a dry run: nothing is executed'})
      : succeed({given: {}});
  return asked.ok
    ? foretell(catalogued, {still, later, given: {...given.value, ...asked.value.given}}, options)
    : asked;
};

type Known = {readonly still: Runbook; readonly later: readonly string[]; readonly given: GivenInputs};

const foretell = (catalogued: Catalogued, known: Known, options: RunOptions): Result<DryRun, Refusal> => {
  const {runbook, plan} = catalogued;
  const nowMs = Date.now();
  const beginning = readBeginning(known.still, {...options, given: known.given, nowMs});
  if (!beginning.ok) {
    return beginning;
  }
  const {inputs, marks, answers} = beginning.value;
  return succeed(
    dryRun({
      runbook,
      inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !known.later.includes(name))),
      laterInputs: known.later,
      objectives: objectivesOf(runbook, plan),
      roles: rolesOf(catalogued),
      events: new Map(marks.map(({event, time, source}) => [event, {atMs: Date.parse(time), source}])),
      prepared: preparedBy(answers),
      nowMs,
    }),
  );
};

/** The same runbook, with inputs that a program would give left open: a dry run starts no program. */
const withoutPrograms = (runbook: Runbook, given: GivenInputs): Omit<Known, 'given'> => {
  const later = Object.values(runbook.inputs)
    .filter(({name, from}) => from && 'command' in from && !Object.hasOwn(given, name))
    .map(({name}) => name);
  const inputs = Object.fromEntries(
    Object.entries(runbook.inputs).map(([name, {from, ...declaration}]) => [
      name,
      later.includes(name) ? {...declaration, optional: true} : {...declaration, ...(from && {from})},
    ]),
  );
  return {still: {...runbook, inputs}, later};
};

const preparedBy =
  (answers: Answers): Parameters<typeof dryRun>[0]['prepared'] =>
  (path, id) => {
    const answer = preparedFor(answers, path, id);
    return answer === undefined ? undefined : valueIn(answer);
  };
