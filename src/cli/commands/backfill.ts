/** `lifeboat backfill RUN`: enters what was done on paper, with the time at which it happened; nothing of the run goes on meanwhile. */

import {showForeignLine} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {sha256} from '../../journal/safe-file.ts';
import {numberedSteps} from '../../paper/numbered-steps.ts';
import type {Fact} from '../../run/event.ts';
import {readText} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {type LeftRun, openLeftRun} from '../left-run.ts';
import {asTyped} from '../own-command.ts';
import {askPaper} from '../paper-conversation.ts';
import {openPaperDesk, type PaperDesk} from '../paper-desk.ts';
import {readPaper} from '../paper-file.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {terminalConversation} from '../terminal-conversation.ts';
import {executor} from './run.ts';

export type BackfillOptions = StateOption & {
  readonly file?: string;
  readonly checkDigits?: boolean;
  readonly json?: boolean;
  readonly as?: string;
};

export const backfillCommand = async (wanted: string, options: BackfillOptions): Promise<number> => {
  const canTalk = process.stdin.isTTY === true && process.stdout.isTTY === true && options.json !== true;
  if (options.file === undefined && !canTalk) {
    const hint = `Write what was done into a file: lifeboat backfill ${wanted} --file FILE`;
    return printRefusal(refuse('usage', 'Nobody can be asked here what was done on paper.', hint).reason);
  }
  const run = await openLeftRun(wanted, options);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  const entered = await enter(run.value, options);
  run.value.release();
  return entered.ok ? entered.value : printRefusal(entered.reason);
};

const enter = async (run: LeftRun, options: BackfillOptions): Promise<Result<number, Refusal>> => {
  const desk = openPaperDesk(run, executor(options, 'plain').name, (fact, lines) => tell(fact, lines, options));
  const {runbook, plan} = run.catalogued;
  const steps = numberedSteps({runbook, plan, sha256: text => sha256(Buffer.from(text))});
  if (options.file !== undefined) {
    const taken = enterFile(desk, {...options, file: options.file}, steps);
    return taken.ok ? close(run, desk, options) : taken;
  }
  const conversation = terminalConversation();
  const asked = await askPaper(desk, {steps, runbook, conversation, checkDigits: options.checkDigits === true});
  conversation.close();
  if (!asked.ok) {
    return asked;
  }
  if (asked.value === 0) {
    process.stdout.write('Nothing was entered; the record is as it was.\n');
    return succeed(conversation.wasInterrupted() ? interruptedCode : exitCodes.done.code);
  }
  return close(run, desk, options);
};

const interruptedCode = 130;

/** Nothing is durable before the last line was taken. */
const enterFile = (
  desk: PaperDesk,
  {file, checkDigits = false}: BackfillOptions & {readonly file: string},
  steps: ReturnType<typeof numberedSteps>,
): Result<void, Refusal> => {
  const source = readText(file, {pipe: true});
  if (!source.ok) {
    return source;
  }
  const lines = readPaper({source: source.value, steps, checkDigits});
  if (!lines.ok) {
    return lines;
  }
  for (const [index, {entry, refused}] of lines.value.entries()) {
    desk.pass(lines.value.slice(index).map(line => line.entry));
    const taken = desk.enter(entry);
    if (!taken.ok) {
      return {ok: false, reason: refused(taken.reason)};
    }
  }
  desk.pass([]);
  return succeed(undefined);
};

const close = (run: LeftRun, desk: PaperDesk, {json}: BackfillOptions): Result<number, Refusal> => {
  const finished = desk.finish();
  if (!finished.ok) {
    return refuse('held', finished.reason);
  }
  if (finished.value.warning !== undefined) {
    process.stderr.write(`lifeboat: ${finished.value.warning}\n`);
  }
  if (!json) {
    process.stdout.write(
      `${closing(run, desk)
        .map(line => asTyped(showForeignLine(line)))
        .join('\n')}\n`,
    );
  }
  return succeed(exitCodes.done.code);
};

const closing = ({directory}: LeftRun, desk: PaperDesk): readonly string[] => {
  if (desk.state.status === 'ended') {
    return ['The run ended on paper; its record is sealed.', `lifeboat show ${directory.id} tells it.`];
  }
  const open = [...new Set(desk.wanted().map(({path}) => path))];
  return [
    `The run has come to ${open.length === 0 ? 'no step' : open.join(', ')}; nothing of it was carried out here.`,
    `Go on with: lifeboat resume ${directory.id}`,
  ];
};

/** Questions and their points stand on the paper. */
const tell = (fact: Fact, lines: readonly string[], {json}: BackfillOptions): void => {
  if (json) {
    process.stdout.write(`${printedJson(fact)}\n`);
  } else if (fact.type !== 'asked' && fact.type !== 'ticked' && lines.length > 0) {
    process.stdout.write(`${lines.join('\n')}\n`);
  }
};
