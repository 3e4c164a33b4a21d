/** Takes back what an intruder did to roles, rights, code and structure: all of it in one transaction, and compared again before it counts. */
import {betweenBoth} from '../backup/both-servers.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction} from '../postgres/query.ts';
import {type CompareRequest, compareOpen} from './catalogue.ts';
import {cleaned} from './clean-session.ts';
import type {Reverted} from './difference.ts';
import {quieten} from './quiet-session.ts';
import {serverAsItWas} from './revert-server-own.ts';
import {takeAllBack} from './take-back.ts';

export type RevertRequest = CompareRequest & {
  /** What stays as it is now, by the names of the comparison: changes of our own. */
  readonly keep?: readonly string[];
};

/** A second time it finds nothing to do. What only a person can take back has to be named as kept, or nothing is done. */
export const revertCatalogue = (request: RevertRequest): Promise<Result<Reverted>> =>
  betweenBoth({from: cleaned(request.from), into: cleaned(request.into)}, (side, live) =>
    inTransaction(live, () => revertAll(side, live, request.keep ?? [])),
  );

const revertAll = async (
  side: Connection,
  live: Connection,
  keep: readonly string[],
): Promise<Result<Reverted, DatabaseFailure>> => {
  const own = await serverAsItWas(side, live);
  if (!own.ok) {
    return own;
  }
  const quiet = await quieten(side, live, {keep});
  const found = quiet.ok ? await compareOpen(side, live) : quiet;
  if (!found.ok) {
    return found;
  }
  const {differences} = found.value;
  const meant = differences.filter(({what}) => !keep.includes(what));
  const unknown = keep.filter(what => differences.every(one => one.what !== what));
  const byHand = meant.filter(({statements}) => statements.length === 0);
  if (unknown.length > 0) {
    return fail(refusal(`"${unknown[0]}" does not differ; name what is kept as the comparison does`));
  }
  if (byHand.length > 0) {
    return fail(
      refusal(`${byHand[0]?.what} (${byHand[0]?.change}) can only be taken back by hand; do that, or name it as kept`),
    );
  }
  const done = await takeAllBack(live, meant);
  if (!done.ok) {
    return done;
  }
  const left = await compareOpen(side, live);
  if (!left.ok) {
    return left;
  }
  const still = left.value.differences.filter(({what}) => !keep.includes(what));
  return still.length === 0
    ? succeed({reverted: [...own.value, ...meant].map(({what, change}) => `${change} ${what}`), kept: [...keep]})
    : fail(refusal(`${still[0]?.what} is not as it was (${still[0]?.change}); nothing was changed`));
};
