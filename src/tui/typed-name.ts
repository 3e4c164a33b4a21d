/** The names that are typed to confirm: whoever reads one on the page types it at once, without the key that opens its line. */
import {graphemes} from './cells.ts';
import type {Moment, Question} from './moment.ts';
import type {Field} from './view.ts';

/** The letter that opens the line of the name to type; undefined where the question asks for none. */
export const firstLetter = (question: Question | undefined): string | undefined =>
  question?.kind === 'confirmation' && question.moves.includes('confirm')
    ? graphemes(question.step.prompt?.expected ?? '')[0]
    : undefined;

/** Whoever types another case of it means the name too, and no command. */
export const isSameLetter = (one: string, other: string): boolean => lower(one) === lower(other);

/**
 * Why a text is not taken: it is a name that is asked for now, or what is left of one after the key that opened the line. A name
 * whose first letters were read as keys would else become the reason of something that nobody meant.
 */
export const nameMistaken = (field: Field, text: string, moment: Moment): string | undefined =>
  field.expected === undefined
    ? namesAsked(moment).find(({name}) => isWhole(field, text, name) || isRest(field, text, name))?.says
    : undefined;

/** What a question asks for may well be the same name; a reason, a note and a command never are. */
const isWhole = ({puts, intent}: Field, text: string, name: string): boolean =>
  lower(text) === lower(name) && (puts === 'reason' || freeTexts.includes(intent.intent));

const freeTexts: readonly string[] = ['note', 'evidence', 'handover'];

const isRest = ({openedBy}: Field, text: string, name: string): boolean =>
  openedBy !== undefined && lower(name).endsWith(lower(openedBy + text));

type AskedName = {readonly name: string; readonly says: string};

const namesAsked = ({prompts, state}: Moment): readonly AskedName[] =>
  prompts.flatMap(({step: path, kind, moves}): readonly AskedName[] => {
    const {prompt, outline} = state.steps.get(path) ?? {};
    if (kind === 'confirmation' && moves.includes('confirm') && prompt?.expected !== undefined) {
      return [{name: prompt.expected, says: 'That is the name to type: Esc, then Enter opens its line.'}];
    }
    const isRisky = outline?.effects === 'write' || outline?.effects === 'destructive';
    return kind === 'unknown' && outline && isRisky
      ? [{name: outline.id, says: 'That is the id to type to run it again: Esc, then n opens its line.'}]
      : [];
  });

const lower = (text: string): string => text.toLocaleLowerCase('en');
