/** What a new runbook is to be, asked on a terminal of whoever gave no name. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Result} from '../base/result.ts';
import {type Scenario, scenarios} from '../runbook/words.ts';
import type {Conversation} from './ask-inputs.ts';
import {readScenario, readTitle, titleOf, type Wrong} from './scaffold.ts';

/** As it was typed; what an option had said is not asked. */
export type Wanted = {
  readonly name: string;
  readonly scenario?: string;
  readonly title?: string;
  readonly owner?: string;
};

/** What is taken for an answer, where that depends on what is there already. */
export type Reader = {
  readonly name: (text: string) => Result<string, Wrong>;
  /** The contact; of an empty text, the one that is taken by itself. */
  readonly owner: (scenario: Scenario, text: string) => Result<string, Wrong>;
};

/** Asks until each can be read; nothing when they gave up. */
export const askNew = async (
  conversation: Conversation,
  {scenario, title, owner}: Omit<Wanted, 'name'>,
  reader: Reader,
): Promise<Wanted | undefined> => {
  conversation.say('A new runbook. Enter takes what stands in brackets; Ctrl-C gives up, and nothing is written.');
  const name = await untilRead(conversation, 'Its name, like site-down: ', reader.name);
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
  const keeper = called === undefined ? undefined : (owner ?? (await askOwner(conversation, kind, reader)));
  return called === undefined || keeper === undefined
    ? undefined
    : {name, scenario: kind, title: called, ...(keeper !== '' && {owner: keeper})};
};

/** Where nobody of the plan would do, there is nothing to ask; whoever writes the runbook says why. */
const askOwner = async (conversation: Conversation, kind: string, {owner}: Reader): Promise<string | undefined> => {
  const scenario = readScenario(kind);
  const usual = scenario.ok ? owner(scenario.value, '') : scenario;
  return scenario.ok && usual.ok
    ? untilRead(conversation, `Who keeps it up to date, a contact of the plan [${usual.value}]: `, text =>
        owner(scenario.value, text),
      )
    : '';
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
    conversation.say(`  ${showForeignLine(`${value.reason.message} ${asSentence(value.reason.hint)}`)}`);
  }
};

const asSentence = (hint: string): string => hint.charAt(0).toUpperCase() + hint.slice(1);
