/** `lifeboat new [NAME]`: a runbook that lints clean and runs as it stands, for its author to go on from. */
import {type Result, succeed} from '../../base/result.ts';
import {askNew, type Wanted} from '../ask-new.ts';
import {type Draft, draftRunbook, readerFor} from '../draft-runbook.ts';
import {exitCodes} from '../exit-code.ts';
import {asTyped, word} from '../own-command.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {terminalConversation} from '../terminal-conversation.ts';
import {broken, terminalWidth} from '../terminal-width.ts';
import {writeDraft} from '../write-draft.ts';

export type NewOptions = Omit<Wanted, 'name'> & {readonly directory?: string};

/** Writes it, and says what to do next; nothing is written where anything is wrong. */
export const newCommand = async (name: string | undefined, options: NewOptions): Promise<number> => {
  const wanted = name === undefined ? await askWanted(options) : succeed({...options, name});
  const draft = wanted.ok ? draftRunbook(wanted.value, options.directory) : wanted;
  if (!draft.ok) {
    return printRefusal(draft.reason);
  }
  const written = writeDraft(draft.value);
  if (!written.ok) {
    return printRefusal(written.reason);
  }
  const lines = nextLines(draft.value)
    .map(asTyped)
    // Commands stay whole, so that they can be copied.
    .flatMap(line => (line.startsWith(' ') ? [line] : broken(line, terminalWidth())));
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.done.code;
};

/** On a terminal whoever gives no name is asked for all of it. */
const askWanted = async (options: NewOptions): Promise<Result<Wanted, Refusal>> => {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    return noName;
  }
  const reader = readerFor(options.directory);
  if (!reader.ok) {
    return reader;
  }
  const conversation = terminalConversation();
  const wanted = await askNew(conversation, options, reader.value);
  conversation.close();
  if (wanted !== undefined) {
    return succeed(wanted);
  }
  return conversation.wasInterrupted()
    ? refuse('interrupted', 'Nothing was written.')
    : refuse('usage', 'Nothing was written.', noName.reason.hint);
};

const noName = refuse(
  'usage',
  'A new runbook needs a name.',
  'Give it in kebab-case: lifeboat new site-down --scenario infrastructure',
);

/** Whoever reads them pastes them. */
const nextLines = ({file, runbook, plan, called}: Draft): readonly string[] => {
  const given = Object.values(runbook.inputs)
    .filter(input => input.default === undefined && !input.optional)
    .map(({name, type}) => ` --set ${name}=${type === 'timestamp' ? "'10m ago'" : '…'}`)
    .join('');
  const run = `lifeboat run ${word(called)}`;
  return [
    `Wrote ${file}${plan.isNew ? ` and ${plan.file}` : ''}. It lints clean, and runs as it stands.`,
    ...(plan.isNew ? [`Put your people into ${plan.file}: what stands there are placeholders.`] : []),
    '',
    'Next:',
    ...step(`${run} --dry-run${given}`, 'every step with its values; nothing is executed'),
    ...step(`${run}${given}`, 'a real run of it: its actions only leave marks'),
    ...(runbook.drill !== undefined && runbook.drill.lab !== 'none'
      ? step(`lifeboat drill ${word(called)}`, 'break a throwaway PostgreSQL and cure it')
      : []),
    ...step(`lifeboat lint ${word(file)}`, 'after each change'),
  ];
};

/** What it is for stands above: beside it the line would break in the middle of a word. */
const step = (command: string, what: string): readonly string[] => [`  # ${what}`, `  ${command}`];
