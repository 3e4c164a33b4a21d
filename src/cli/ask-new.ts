/** What a new runbook is to be, asked on a terminal of whoever gave no name. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Result} from '../base/result.ts';
import {scenarios} from '../runbook/words.ts';
import type {Conversation} from './ask-inputs.ts';
import {readName, readScenario, readTitle, titleOf, type Wrong} from './scaffold.ts';

/** As it was typed; what an option had said is not asked. */
export type Wanted = {
  readonly name: string;
  readonly scenario?: string;
  readonly title?: string;
  readonly owner?: string;
};

/** Asks until each can be read; nothing when they gave up. */
export const askNew = async (
  conversation: Conversation,
  {scenario, title, owner}: Omit<Wanted, 'name'>,
): Promise<Wanted | undefined> => {
  conversation.say('A new runbook. Enter takes what stands in brackets; Ctrl-C gives up, and nothing is written.');
  const name = await untilRead(conversation, 'Its name, like disk-full: ', readName);
  if (name === undefined) {
    return undefined;
  }
  const kind =
    scenario ??
    (await untilRead(conversation, `Its scenario, ${scenarios.join(', ')} [routine]: `, text =>
      readScenario(text === '' ? 'routine' : text),
    ));
  if (kind === undefined) {
    return undefined;
  }
  const called =
    title ?? (await untilRead(conversation, `Its title [${titleOf(name)}]: `, text => readTitle(text, name)));
  const keeper =
    called === undefined
      ? undefined
      : (owner ?? (await ask(conversation, 'Who keeps it up to date, a contact of the plan [the usual one]: ')));
  return called === undefined || keeper === undefined
    ? undefined
    : {name, scenario: kind, title: called, ...(keeper !== '' && {owner: keeper})};
};

const ask = async ({ask: put}: Conversation, label: string): Promise<string | undefined> =>
  (await put(label, {isHidden: false}))?.trim();

type Read = (text: string) => Result<string, Wrong>;

const untilRead = async (conversation: Conversation, label: string, read: Read): Promise<string | undefined> => {
  for (;;) {
    const typed = await ask(conversation, label);
    if (typed === undefined) {
      return undefined;
    }
    const value = read(typed);
    if (value.ok) {
      return value.value;
    }
    conversation.say(`  ${showForeignLine(`${value.reason.message} ${value.reason.hint}`)}`);
  }
};
