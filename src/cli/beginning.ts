/** All that a run is told before it exists: its inputs, the instants that are known, and answers that were prepared. */
import {type Result, succeed} from '../base/result.ts';
import type {Answers} from '../runbook/prepared-answers.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {readAnswers} from './answers.ts';
import {type ClockOptions, clockMarks, type Mark} from './clock-marks.ts';
import {type GivenInputs, resolveInputs} from './inputs.ts';
import type {Refusal} from './refusal.ts';

export type Beginning = {readonly inputs: GivenInputs; readonly marks: readonly Mark[]; readonly answers: Answers};

/** Reads what was given, or says what is missing or wrong. `answers` names a file. */
export const readBeginning = (
  runbook: Runbook,
  {
    given,
    nowMs,
    ...options
  }: ClockOptions & {
    readonly given: GivenInputs;
    readonly nowMs: number;
    readonly answers?: string;
  },
): Result<Beginning, Refusal> => {
  const inputs = resolveInputs(runbook, given, nowMs);
  if (!inputs.ok) {
    return inputs;
  }
  const marks = clockMarks(runbook, options, inputs.value);
  if (!marks.ok) {
    return marks;
  }
  const answers = readAnswers(options.answers, runbook);
  return answers.ok ? succeed({inputs: inputs.value, marks: marks.value, answers: answers.value}) : answers;
};
