/** Logical dumps of the lab's database, for runbooks that bring back from one; the program is PostgreSQL's own. */
import {fail, type Result, succeed} from '../base/result.ts';
import {runAs} from '../postgres/server-user.ts';
import {dumpWords, otherDumps} from './dump-formats.ts';
import type {Estate} from './estate.ts';
import {findPgDump} from './pg-dump.ts';
import {inPhase, type OnPhase} from './phases.ts';

const dumpTimeoutMs = 30 * 60_000;

/** Takes `estate.dump`, in pg_dump's directory format, and those in other formats; nothing where the lab has none. */
export const takeDump = async (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> => {
  const {dump, tools, primary} = estate;
  const wanted = [
    ...(dump === null ? [] : [['--format=directory', `--file=${dump}`]]),
    ...otherDumps.flatMap(format => {
      const path = estate.otherDumps[format];
      return path === undefined ? [] : [[...dumpWords[format], `--file=${path}`]];
    }),
  ];
  if (wanted.length === 0) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'dump', title: 'Take a dump'}, async () => {
    const program = await findPgDump(tools);
    if (!program.ok) {
      return program;
    }
    for (const words of wanted) {
      // SQL says the time in the zone of who made it.
      const command = ['env', 'TZ=UTC', program.value, ...words, primary];
      const done = await runAs(tools.user, command, {timeoutMs: dumpTimeoutMs});
      if (!done.ok) {
        return fail(`the dump failed: ${done.reason.output}`);
      }
    }
    return succeed(undefined);
  });
};
