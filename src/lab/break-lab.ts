/** Breaks a lab and proves that it was whole before and is broken now; a fault that proves nothing is refused. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';
import type {PreparedFault} from './fault.ts';
import {prepareFault} from './faults.ts';
import {inPhase, type OnPhase} from './phases.ts';

export type Broken = {
  readonly damage: Damage;
  /** What was done, and what is seen of it, in words. */
  readonly summary: string;
  readonly symptom: string;
};

/** Takes a `fault: {NAME: PARAMETERS}`. */
export const breakLab = async (
  estate: Estate,
  written: unknown,
  onPhase: OnPhase | undefined,
): Promise<Result<Broken>> => {
  const fault = await prepareFault(estate, written);
  return fault.ok ? breakPrepared(fault.value, onPhase) : fault;
};

/** For whoever wants to know apart that a fault cannot be prepared: nothing is broken then. */
export const breakPrepared = async (
  {symptom, inject, summary}: PreparedFault,
  onPhase: OnPhase | undefined,
): Promise<Result<Broken>> => {
  const before = await symptom();
  if (!before.ok || before.value.seen) {
    return fail(
      `The symptom is there before the fault, so the drill would prove nothing: ${before.ok ? before.value.detail : before.reason}`,
    );
  }
  const damage = await inPhase(onPhase, {phase: 'break', title: summary}, inject);
  if (!damage.ok) {
    return damage;
  }
  const after = await symptom();
  return after.ok && after.value.seen
    ? succeed({damage: damage.value, summary, symptom: after.value.detail})
    : fail(
        `The fault shows no symptom, so the drill would prove nothing: ${after.ok ? after.value.detail : after.reason}`,
      );
};
