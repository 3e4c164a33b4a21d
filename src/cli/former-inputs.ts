/** The inputs of a run that goes on: what was recorded stands, secrets are had again, and connections must lead where they led. */
import {canonicalJson} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Fact, FactBody} from '../run/event.ts';
import {drillOfRun} from '../runbook/drill-variants.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import {readInput} from '../runbook/inputs.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {secretInputs} from '../runbook/secrets.ts';
import {connectionPlaces, sameConnections} from './connection-places.ts';
import {readData} from './data-file.ts';
import {inputsAtTable, inputsOfDrill} from './drill-inputs.ts';
import type {FormerDrill} from './former-drill.ts';
import {type GivenInputs, missingInputs, refuseMissing, resolveInputs} from './inputs.ts';
import {type Refusal, refuse} from './refusal.ts';

type First = Extract<Fact, {type: 'run-started'}>;

export type FormerRequest = {
  readonly runbook: Runbook;
  readonly first: First;
  readonly former: FormerDrill | undefined;
  /** A file with secrets and connections, for where the environment does not have them. */
  readonly file: string | undefined;
  /** Asks somebody for what is missing, where somebody sits there. */
  readonly ask?: ((missing: readonly InputDeclaration[]) => Promise<Result<GivenInputs, Refusal>>) | undefined;
};

export type FormerInputs = {
  readonly values: GivenInputs;
  /** What the record must say before anything goes on. */
  readonly notes: readonly FactBody[];
};

/** Refuses what is missing, what is not asked for, and a connection that leads elsewhere than when the run began. */
export const formerInputs = async ({
  runbook,
  first,
  former,
  file,
  ask,
}: FormerRequest): Promise<Result<FormerInputs, Refusal>> => {
  const drill = drillOfRun(runbook, first.variant);
  if (former?.how === 'table' && drill) {
    const given = inputsAtTable(runbook, drill);
    return given.ok ? succeed({values: {...given.value, ...first.inputs}, notes: []}) : given;
  }
  if (former && (former.how !== 'goes-on' || !drill)) {
    // Nothing acts any more.
    return succeed({values: first.inputs, notes: []});
  }
  const inFile = givenSecrets(file, runbook, first);
  if (!inFile.ok) {
    return inFile;
  }
  const given = former ? inFile : await withMissing({runbook, first, ask}, inFile.value);
  if (!given.ok) {
    return given;
  }
  // A drill has them from its lab alone.
  const resolved =
    drill && former
      ? await inputsOfDrill(runbook, drill, former.lab)
      : resolveInputs(runbook, {...first.inputs, ...given.value}, Date.now());
  if (!resolved.ok) {
    return resolved;
  }
  const values = {...resolved.value, ...first.inputs};
  const same = sameConnections(first.connections ?? {}, connectionPlaces(runbook, values));
  return same.ok ? succeed({values, notes: same.value}) : same;
};

/** An amended runbook may need secrets that the run did not begin with. */
export const withNewSecrets = ({inputs, ...runbook}: Runbook, first: First, facts: readonly Fact[]): First => {
  const isAmended = facts.some(({type}) => type === 'amended');
  const needed = isAmended ? secretInputs({inputs, ...runbook}).filter(name => inputs[name]?.optional === false) : [];
  return {...first, secrets: [...new Set([...first.secrets, ...needed])]};
};

/** A secret that the run began with must not silently be none from here on. */
const withMissing = async (
  {runbook, first, ask}: Pick<FormerRequest, 'runbook' | 'first' | 'ask'>,
  given: GivenInputs,
): Promise<Result<GivenInputs, Refusal>> => {
  const missing = missingInputs(runbook, {...first.inputs, ...given}, first.secrets);
  const [one, ...others] = missing;
  if (!one) {
    return succeed(given);
  }
  const asked = ask ? await ask(missing) : refuseMissing([one, ...others]);
  return asked.ok ? succeed({...given, ...asked.value}) : asked;
};

/**
 * Only secrets and connections are taken: everything else stands in the record. The file that began the run serves as it
 * is, and one with another value is refused, since the run would not follow it.
 */
const givenSecrets = (
  file: string | undefined,
  {inputs}: Runbook,
  {run, secrets, inputs: recorded}: First,
): Result<GivenInputs, Refusal> => {
  const data = readData(file);
  if (!data.ok) {
    return data;
  }
  for (const [name, raw] of Object.entries(data.value).filter(([given]) => !secrets.includes(given))) {
    const declaration = inputs[name];
    const read = declaration ? readInput(declaration, raw, here()) : fail('');
    // A time that was typed as "20m ago" means another one now.
    const isSame = read.ok && canonicalJson(read.value) === canonicalJson(recorded[name] ?? null);
    if (!isSame && declaration?.type !== 'timestamp') {
      return refuse(
        'usage',
        `The value of "${name}" in ${file} is not the one in the record of ${run}, and going on does not change it.`,
        secrets.length > 0 ? `Of a file ${secrets.join(', ')} is read.` : 'Nothing is read from a file here.',
      );
    }
  }
  return succeed(Object.fromEntries(Object.entries(data.value).filter(([name]) => secrets.includes(name))));
};

const here = () => ({nowMs: Date.now(), zoneOffsetMinutes: -new Date().getTimezoneOffset()});
