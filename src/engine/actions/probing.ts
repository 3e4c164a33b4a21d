/** Asks probes, once or until their time is up. Single tries are no facts: the first, a change and the last are. */
import {succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {Path} from '../../run/path.ts';
import type {ProbeUse} from '../../run/shown.ts';
import {probeWords, probeWordsFor} from '../../runbook/probe-words.ts';
import type {Probe, Step} from '../../runbook/runbook.ts';
import type {Context} from '../context.ts';
import {heldBackFor, seenThrough} from '../secrets/secret-outputs.ts';
import {connectionsOf} from './connections-of.ts';
import {failsEarly, type Judgement, judgeProbe} from './judge.ts';
import {fillAction} from './resolve.ts';
import type {Performed} from './runner.ts';

/** The answer, and what the probe is called now that its values are known. */
export type Answered = Judgement & {readonly called: string};

export type Asked = Answered & {readonly performed?: Performed};

/** For what it is asked; the attempt is the one that is about to begin where the question stands before it. */
type Place = {readonly item: Wanted; readonly attempt: number; readonly use: ProbeUse; readonly step?: Giving};

/** A step that takes its outputs from the answer. */
type Giving = Pick<Step, 'id' | 'outputs'>;

/** Asks all probes in order and stops at the first that does not pass. */
export const askAll = async (context: Context, place: Place, probes: readonly Probe[]): Promise<Asked> => {
  let last: Asked = {ok: true, detail: '', called: ''};
  for (const [index, probe] of probes.entries()) {
    last = await askUntil(context, {...place, index}, probe);
    if (!last.ok) {
      return {...last, detail: `${last.called}: ${last.detail}`};
    }
  }
  return last;
};

/** Asks one probe until it passes, fails for good, or its `within` is over; records what changed. */
export const askUntil = async (
  context: Context,
  {item, attempt, use, index, step: giving}: Place & {readonly index: number},
  probe: Probe,
): Promise<Asked> => {
  const {path: step} = item;
  const startUs = context.clock.monoUs();
  let tries = 0;
  let recorded: string | undefined;
  for (;;) {
    tries += 1;
    const {asked, isFinal} = await askOnce(context, {path: step, attempt, ...(giving && {step: giving})}, probe);
    if (asked.performed?.offRecord) {
      return asked;
    }
    const {ok, detail, called} = asked;
    const elapsedMs = (context.clock.monoUs() - startUs) / 1_000;
    const isLast = ok || isFinal || elapsedMs + probe.everyMs > (probe.withinMs ?? 0);
    if (isLast || `${ok} ${detail}` !== recorded) {
      recorded = `${ok} ${detail}`;
      context.record(item, {type: 'probed', step, attempt, use, index, name: called, ok, detail, tries});
      context.wake();
    }
    if (isLast) {
      return asked;
    }
    await new Promise<void>(resolve => {
      context.after(probe.everyMs, resolve);
    });
  }
};

/**
 * Asks a probe one time and records nothing: for the judge of a drill, for triage, and for the asking that is recorded above. A drill
 * asks nobody but its lab; a server of the lab that does not answer yet may be asked again.
 */
export const askOnce = async (
  context: Pick<Context, 'state' | 'values' | 'runners' | 'safeguard'>,
  {path, attempt, step}: {readonly path: Path; readonly attempt: number; readonly step?: Giving},
  probe: Probe,
): Promise<{readonly asked: Asked; readonly isFinal: boolean}> => {
  const values = context.values.at(path);
  const filled = fillAction(probe.action, values);
  if (!filled.ok) {
    const called = probeWords(probe);
    return {asked: {ok: false, detail: filled.reason, error: true, called}, isFinal: true};
  }
  const {action, shown} = filled.value;
  const called = probeWordsFor(probe, shown.lines[0]);
  // A question is put to a server too: in a drill it has to be the lab's.
  const safe =
    context.state.mode === 'drill' ? await context.safeguard(connectionsOf(action), action) : succeed(undefined);
  if (!safe.ok) {
    return {asked: {ok: false, detail: safe.reason, error: true, called}, isFinal: false};
  }
  const performed = await context.runners.perform(
    {
      attempt: {run: context.state.run, step: path, attempt},
      action,
      timeoutMs: probe.timeoutMs,
      secrets: values.secrets(),
      use: 'probe',
      ...(step && heldBackFor(step, values)),
    },
    () => {},
  );
  if (performed.offRecord) {
    return {asked: {ok: false, detail: performed.reason ?? '', error: true, called, performed}, isFinal: true};
  }
  const seen = step ? seenThrough(step, performed.scope, values) : values;
  const asked = {...judgeProbe(probe, performed, seen), called, performed};
  return {asked, isFinal: !asked.ok && failsEarly(probe, performed, values)};
};
