/** The checks of a `transaction: true`: asked inside it, before anything of it counts. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import {probeWords} from '../../runbook/probe-words.ts';
import {type Context, stepAt} from '../context.ts';
import {judgeProbe} from './judge.ts';
import {fillAction} from './resolve.ts';
import type {PerformRequest, ResolvedAction} from './runner.ts';

/**
 * What a runner is to ask before it commits: every SQL check of the step, once, on the transaction's own connection. A check
 * by a program cannot look inside; it is asked afterwards, as all of them are.
 */
export const insideTransaction = (
  context: Context,
  {path}: Wanted,
  action: ResolvedAction,
): Pick<PerformRequest, 'beforeCommit'> => {
  const probes = stepAt(context.forest, path).step.verify.filter(probe => probe.action.kind === 'sql');
  if (action.kind !== 'sql' || !action.transaction || probes.length === 0) {
    return {};
  }
  return {
    beforeCommit: async (ask): Promise<Result<void>> => {
      for (const probe of probes) {
        const filled = fillAction(probe.action, context.values);
        if (!filled.ok) {
          return fail(`${probeWords(probe)}: ${filled.reason}`);
        }
        const judged = judgeProbe(probe, await ask(filled.value.action), context.values);
        if (!judged.ok) {
          return fail(
            `Everything was rolled back, because a check did not pass inside the transaction. ${probeWords(probe)}: ${judged.detail}`,
          );
        }
      }
      return succeed(undefined);
    },
  };
};
