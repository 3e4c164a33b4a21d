/** Paper entered on a terminal: one step after the other as the machine comes to them, until an empty line. */
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine, showForeignText} from '../base/foreign-text.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Did, didWords, type PaperEntry} from '../engine/on-paper/paper-entry.ts';
import {everyStep} from '../machine/compile.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {NumberedStep} from '../paper/numbered-steps.ts';
import {withoutItems} from '../run/path.ts';
import type {Runbook, Step} from '../runbook/runbook.ts';
import type {Conversation} from './ask-inputs.ts';
import type {PaperDesk} from './paper-desk.ts';
import {type PaperTime, readPaperTime} from './paper-time.ts';
import {type Refusal, refuse} from './refusal.ts';

export type Asking = {
  readonly steps: readonly NumberedStep[];
  readonly runbook: Runbook;
  readonly conversation: Conversation;
  /** The digits on the paper are asked for with each step. */
  readonly checkDigits: boolean;
};

/** How many steps were entered; each is durable before the next is asked about. */
export const askPaper = async (desk: PaperDesk, asking: Asking): Promise<Result<number, Refusal>> => {
  const {conversation} = asking;
  const steps = new Map(everyStep(asking.runbook).map(({path, step}) => [path, step]));
  conversation.say(
    'Enter what was done on paper, step by step. An empty line ends it; what was entered by then stays.',
  );
  let count = 0;
  let by = '';
  for (;;) {
    desk.pass([]);
    const items = desk.wanted();
    const item = await pickItem(items, asking);
    if (!item) {
      return succeed(count);
    }
    const step = steps.get(withoutItems(item.path));
    const entry = await askEntry(item, {...asking, step, by, fromMs: desk.earliestMs(item.path)});
    if (entry === undefined) {
      return succeed(count);
    }
    by = entry.by;
    const taken = takeEntry(desk, entry);
    if (!taken.ok) {
      conversation.say(`  ${showForeignLine(taken.reason)}`);
      continue;
    }
    const flushed = desk.flush();
    if (!flushed.ok) {
      return refuse('held', flushed.reason);
    }
    count += 1;
  }
};

/** Tried in memory first: what is refused halfway leaves nothing in the record. */
const takeEntry = (desk: PaperDesk, entry: PaperEntry): Result<void> => {
  const trial = desk.trial();
  trial.pass([]);
  const tried = trial.enter(entry);
  return tried.ok ? desk.enter(entry) : tried;
};

/** The only step that is open, or the one that was done first on the paper. */
const pickItem = async (items: readonly Wanted[], {steps, conversation}: Asking): Promise<Wanted | undefined> => {
  const [only] = items;
  if (items.length < 2) {
    if (!only) {
      conversation.say('Nothing more of the run is open.');
    }
    return only;
  }
  conversation.say('');
  conversation.say('These are open:');
  for (const {path} of items) {
    conversation.say(`  ${numberOf(steps, path)}  ${showForeignLine(path)}`);
  }
  for (;;) {
    const typed = (await conversation.ask('Which was done next? Its number or path: ', {isHidden: false}))?.trim();
    if (typed === undefined || typed === '') {
      return undefined;
    }
    const meant = items.filter(({path}) => path === typed || numberOf(steps, path) === typed);
    if (meant.length === 1) {
      return meant[0];
    }
    conversation.say(meant.length === 0 ? '  That is not open.' : '  That is several; give the path.');
  }
};

const numberOf = (steps: readonly NumberedStep[], path: string): string =>
  steps.find(one => one.path === withoutItems(path))?.number ?? '';

type AskingStep = Asking & {readonly step: Step | undefined; readonly by: string; readonly fromMs: number};

const askEntry = async (item: Wanted, asking: AskingStep): Promise<PaperEntry | undefined> => {
  const {conversation, steps, step} = asking;
  conversation.say('');
  conversation.say(
    `${numberOf(steps, item.path)}. ${showForeignLine(step?.title ?? item.path)}  [${showForeignLine(item.path)}]`,
  );
  for (const line of textOf(step)) {
    conversation.say(`   | ${line}`);
  }
  if (asking.checkDigits && !(await sameDigits(item, asking))) {
    return undefined;
  }
  const time = await askUntil(conversation, 'When? (02:47, 20m ago or RFC 3339; Enter ends) ', text =>
    readTimeFrom(text, asking.fromMs),
  );
  const by = time && (await askBy(asking));
  const what = by === undefined ? undefined : await askDid(item, conversation);
  const more = what && (await askMore(item, asking, what));
  return time && by !== undefined && what && more
    ? {step: item.path, happenedMs: time.atMs, blurMs: time.blurMs, by, what, ...more}
    : undefined;
};

/** What cannot be is said before anything else is asked. */
const readTimeFrom = (text: string, fromMs: number): Result<PaperTime> => {
  const time = readPaperTime(text);
  if (!time.ok) {
    return time;
  }
  const {atMs, blurMs} = time.value;
  if (atMs > Date.now()) {
    return fail(`${new Date(atMs).toISOString()} lies in the future.`);
  }
  return atMs + blurMs < fromMs
    ? fail(`That is ${new Date(atMs).toISOString()}; what it follows was at ${new Date(fromMs).toISOString()}.`)
    : time;
};

const askDid = (item: Wanted, conversation: Conversation): Promise<Did | undefined> =>
  askUntil(conversation, `What came of it? (${wordsFor(item)}) `, text => readDid(text, item));

type More = Pick<PaperEntry, 'note' | 'confirmed' | 'outputs'>;

/** What else stands on the paper beside the step. */
const askMore = async ({policy}: Wanted, asking: AskingStep, {did}: Did): Promise<More | undefined> => {
  const {conversation} = asking;
  const isDone = did === 'done';
  const confirmed =
    isDone && policy.confirm
      ? await askOptional(conversation, "The target's own name, as it was written (Enter: none) ")
      : '';
  const note = confirmed === undefined ? undefined : await askOptional(conversation, 'Note? (Enter: none) ');
  const outputs = isDone && note !== undefined ? await askOutputs(asking) : {};
  return confirmed === undefined || note === undefined || outputs === undefined
    ? undefined
    : {
        ...(note !== '' && {note}),
        ...(confirmed !== '' && {confirmed}),
        ...(Object.keys(outputs).length > 0 && {outputs}),
      };
};

const textOf = (step: Step | undefined): readonly string[] => {
  if (step === undefined) {
    return [];
  }
  const text = 'do' in step ? step.do : 'ask' in step ? step.ask : undefined;
  return text === undefined ? [] : showForeignText(text.trim()).split('\n');
};

/** Paper of another version has other digits where the step is another one. */
const sameDigits = async (item: Wanted, {conversation, steps}: AskingStep): Promise<boolean> => {
  const known = steps.find(({path}) => path === withoutItems(item.path))?.digits;
  const digits = await askUntil(conversation, 'Check digits on the paper? ', text =>
    text === known
      ? succeed(text)
      : fail(`It is ${known} in the runbook of this run: the paper was printed from another version.`),
  );
  return digits !== undefined;
};

const askBy = async ({conversation, by}: AskingStep): Promise<string | undefined> => {
  const typed = await askOptional(conversation, by === '' ? 'Who? ' : `Who? (Enter: ${showForeignLine(by)}) `);
  return typed === '' ? by || undefined : typed;
};

const wordsFor = ({policy}: Wanted): string => {
  if (policy.kind === 'approval') {
    return 'approved, rejected';
  }
  if (policy.kind === 'decision') {
    return `chose ${policy.branches.map(({name}) => name).join('|')}, skipped, failed`;
  }
  return policy.kind === 'input' ? 'answered VALUE, skipped, failed' : 'Enter: done, skipped, failed, not-applicable';
};

const readDid = (text: string, {policy}: Wanted): Result<Did> => {
  const [word = '', ...rest] = text.split(/\s+/);
  const known = didWords.find(one => one === word) ?? (text === '' ? 'done' : undefined);
  if (known === undefined) {
    // A branch, or a value, says by itself what came of it.
    return policy.kind === 'decision'
      ? succeed({did: 'chose', branch: text})
      : fail(`Say one of ${didWords.join(', ')}.`);
  }
  if (known === 'chose') {
    return succeed({did: known, branch: rest.join(' ')});
  }
  return succeed(known === 'answered' ? {did: known, value: rest.length === 0 ? null : rest.join(' ')} : {did: known});
};

const askOutputs = async ({conversation, step}: AskingStep): Promise<PaperEntry['outputs']> => {
  const outputs: {[name: string]: Json} = {};
  for (const [name, {secret}] of Object.entries(step?.outputs ?? {})) {
    const typed = secret ? '' : await askOptional(conversation, `What was written down as ${name}? (Enter: nothing) `);
    if (typed === undefined) {
      return undefined;
    }
    if (typed !== '') {
      outputs[name] = asValue(typed);
    }
  }
  return outputs;
};

/** A number is written as one; everything else is a text. */
const asValue = (typed: string): Json => (/^-?\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : typed);

const askOptional = async (conversation: Conversation, label: string): Promise<string | undefined> =>
  (await conversation.ask(label, {isHidden: false}))?.trim();

/** Nothing when they gave up, or left it empty where that is no answer. */
const askUntil = async <Read>(
  conversation: Conversation,
  label: string,
  read: (text: string) => Result<Read>,
): Promise<Read | undefined> => {
  for (;;) {
    const typed = await askOptional(conversation, label);
    if (typed === undefined || (typed === '' && !label.includes('Enter: done'))) {
      return undefined;
    }
    const found = read(typed);
    if (found.ok) {
      return found.value;
    }
    conversation.say(`  ${showForeignLine(found.reason)}`);
  }
};
