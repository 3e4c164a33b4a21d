/** Triage from the first runbook to the last look: planned as a whole, then looked, a few at a time. */
import {type Result, succeed} from '../../base/result.ts';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {type Planned, planSymptoms} from '../../engine/triage/look-for.ts';
import {targetName} from '../../report/target-name.ts';
import {ranked, type Symptom, type Touch, type Triage, type TriagedRunbook} from '../../run/triage.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {secretInputs} from '../../runbook/secrets.ts';
import {type Found, knownRunbooks, shortPath} from '../catalog.ts';
import {loadFound} from '../commands/lint.ts';
import {type GivenInputs, refuseSecretSettings} from '../inputs.ts';
import {word} from '../own-command.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {idOf} from '../runbook-files.ts';
import {knownInputs} from './known-inputs.ts';
import {openTriageRunners, type TriageRunners} from './triage-runners.ts';

/** So many looks at once: enough that one dead host does not hold up the others, few enough for a sick server. */
const atOnce = 8;

export type TriageSession = {
  readonly triage: () => Triage;
  /** Names of inputs that are a secret in one of the runbooks. */
  readonly secrets: ReadonlySet<string>;
  /** Looks at everything that was planned. Resolves with what was found, once nothing that it started runs any more. */
  readonly look: (limitMs: number, options?: LookOptions) => Promise<Result<Triage>>;
};

export type LookOptions = {
  /** Hears that it looks, and of every answer. */
  readonly show?: (triage: Triage) => void;
  /** Gives up: what runs is ended, and nothing more is told. */
  readonly signal?: AbortSignal;
};

type Planning = Omit<TriagedRunbook, 'symptoms'> & {readonly planned: readonly Planned[]; readonly symptoms: Symptom[]};

export type Given = {readonly settings: GivenInputs; readonly file: GivenInputs};

/** Reads all runbooks and says what would be looked at. Nothing outside is touched. */
export const planTriage = (given: Given): Result<TriageSession, Refusal> => {
  const loaded = runbooksHere();
  const models = loaded.flatMap(({runbook}) => runbook ?? []);
  const refused = refuseGiven(models, given);
  return refused.ok ? succeed(sessionOf(loaded, given)) : refused;
};

const sessionOf = (here: readonly RunbookHere[], given: Given): TriageSession => {
  const runbooks = here.flatMap(one => (one.runbook ? [planRunbook(one, one.runbook, given)] : []));
  const troubles = here.flatMap(({trouble}) => trouble ?? []);
  const touches = runbooks.flatMap(touchesOf);
  const now = {stage: 'planned' as Triage['stage'], looked: 0};
  const triage = (): Triage => ({
    ...now,
    touches,
    troubles,
    runbooks: ranked(runbooks.map(({id, file, title, symptoms}) => ({id, file, title, symptoms: [...symptoms]}))),
  });
  return {
    triage,
    secrets: new Set(here.flatMap(({runbook}) => (runbook ? secretInputs(runbook) : []))),
    look: async (limitMs, {show = () => undefined, signal = new AbortController().signal} = {}) => {
      now.stage = 'looking';
      now.looked = 0;
      show(triage());
      const opened = await openTriageRunners();
      if (!opened.ok) {
        return opened;
      }
      const answered = (): void => {
        now.looked += 1;
        show(triage());
      };
      await Promise.race([
        lookAtAll(looksOf(runbooks), {opened: opened.value, limitMs, answered, signal}),
        abortOf(signal),
      ]);
      await opened.value.close();
      now.stage = 'done';
      return succeed(triage());
    },
  };
};

type RunbookHere = {
  readonly id: string;
  readonly file: string;
  readonly runbook?: Runbook;
  readonly trouble?: string;
};

/** Of two with one id the first counts, as for `run`. */
const runbooksHere = (): readonly RunbookHere[] => {
  const byId = new Map<string, RunbookHere>();
  for (const found of knownRunbooks()) {
    const id = idOf(found.path);
    if (!byId.has(id)) {
      byId.set(id, readHere(found, id));
    }
  }
  return [...byId.values()];
};

const readHere = (found: Found, id: string): RunbookHere => {
  const file = shortPath(found.path);
  const loaded = loadFound(found);
  if (loaded.ok && loaded.value.runbook) {
    return {id, file, runbook: loaded.value.runbook};
  }
  const why = loaded.ok ? 'has errors' : 'cannot be read';
  return {
    id,
    file,
    trouble: `${file} ${why}, so its symptoms are not looked at; \`lifeboat lint ${word(file)}\` says more.`,
  };
};

/** A name that no runbook knows is a slip, and a secret does not belong into an argument whatever it is for. */
const refuseGiven = (runbooks: readonly Runbook[], {settings, file}: Given): Result<void, Refusal> => {
  const known = [...new Set(runbooks.flatMap(({inputs}) => Object.keys(inputs)))];
  const slip = [...Object.keys(settings), ...Object.keys(file)].find(name => !known.includes(name));
  if (slip !== undefined) {
    return refuse(
      'usage',
      `No runbook has an input "${slip}".`,
      didYouMean(slip, known) ?? `There are ${known.join(', ')}.`,
    );
  }
  return runbooks.map(runbook => refuseSecretSettings(runbook, settings)).find(({ok}) => !ok) ?? succeed(undefined);
};

const planRunbook = ({id, file}: RunbookHere, runbook: Runbook, given: Given): Planning => {
  const {values: inputs, missing} = knownInputs(runbook, given);
  const planned = planSymptoms({runbook, inputs, missing, nowMs: Date.now()});
  const symptoms = planned.map((one): Symptom => (one.is === 'said' ? one.symptom : {text: one.text, seen: 'not-yet'}));
  return {id, file, title: runbook.title, planned, symptoms};
};

const touchesOf = ({id, planned}: Planning): readonly Touch[] =>
  planned.flatMap(one =>
    one.is === 'look'
      ? [{runbook: id, symptom: one.text, kind: one.touch.kind, target: targetName(one.touch.target)}]
      : [],
  );

type Look = (opened: TriageRunners, limitMs: number) => Promise<void>;

const looksOf = (runbooks: readonly Planning[]): readonly Look[] =>
  runbooks.flatMap(({planned, symptoms}) =>
    planned.flatMap((one, index) =>
      one.is === 'look'
        ? [
            async ({runners}, limitMs) => {
              symptoms[index] = await withinLimit(one, one.look(runners, limitMs), limitMs);
            },
          ]
        : [],
    ),
  );

/** What ends a look has a moment to say why; after that nobody waits for it any longer. */
const graceMs = 2_000;

const withinLimit = async (
  {text}: {readonly text: string},
  look: Promise<Symptom>,
  limitMs: number,
): Promise<Symptom> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Symptom>(resolve => {
    timer = setTimeout(() => resolve({text, seen: 'unseen', why: 'no answer in time', missing: []}), limitMs + graceMs);
  });
  const symptom = await Promise.race([look, late]);
  clearTimeout(timer);
  return symptom;
};

const lookAtAll = async (
  looks: readonly Look[],
  {
    opened,
    limitMs,
    answered,
    signal,
  }: {
    readonly opened: TriageRunners;
    readonly limitMs: number;
    readonly answered: () => void;
    readonly signal: AbortSignal;
  },
): Promise<void> => {
  const waiting = [...looks];
  const work = async (): Promise<void> => {
    for (let look = waiting.shift(); look && !signal.aborted; look = waiting.shift()) {
      await look(opened, limitMs);
      if (!signal.aborted) {
        answered();
      }
    }
  };
  await Promise.all(Array.from({length: Math.min(atOnce, looks.length)}, work));
};

const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
