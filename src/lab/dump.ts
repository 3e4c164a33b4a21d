/** A logical dump of the lab's database, for runbooks that bring back from one; the program is PostgreSQL's own. */
import {fail, type Result, succeed} from '../base/result.ts';
import {runAs} from '../postgres/server-user.ts';
import type {Estate} from './estate.ts';
import {findPgDump} from './pg-dump.ts';
import {inPhase, type OnPhase} from './phases.ts';

const dumpTimeoutMs = 30 * 60_000;

/** Takes it into `estate.dump`, in pg_dump's directory format; nothing where the lab has none. */
export const takeDump = async (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> => {
  const {dump, tools, primary} = estate;
  if (dump === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'dump', title: 'Take a dump'}, async () => {
    const program = await findPgDump(tools);
    if (!program.ok) {
      return program;
    }
    const done = await runAs(tools.user, [program.value, '--format=directory', `--file=${dump}`, primary], {
      timeoutMs: dumpTimeoutMs,
    });
    return done.ok ? succeed(undefined) : fail(`the dump failed: ${done.reason.output}`);
  });
};
