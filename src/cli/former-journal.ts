/** The journal of an interrupted run as the run takes it over: what it says of itself comes first. */

import type {OpenedJournal} from '../journal/open-journal.ts';
import {makeBallast} from '../journal/segments/ballast.ts';
import type {FormerRun} from './open-run.ts';

/** The record is whole again only where there is room for what comes. */
export const journalOf = (
  {journal, facts, tails, session, restorable}: OpenedJournal,
  state: string,
): Pick<FormerRun, 'journal' | 'facts' | 'tails' | 'restored' | 'sessionNumber'> => ({
  journal,
  facts,
  tails: tails.map(tail => ({type: 'tail-removed' as const, ...tail})),
  restored: restorable === undefined || !makeBallast(state) ? [] : [{type: 'restored', file: restorable}],
  sessionNumber: session,
});
