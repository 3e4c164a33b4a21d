/** What the linter looks for; a new rule is one file and one line here. */
import type {Rule} from './rule.ts';
import {approverIsExecutor} from './rules/approver-is-executor.ts';
import {branchNeverDrilled} from './rules/branch-never-drilled.ts';
import {destructiveRules} from './rules/destructive.ts';
import {unknownAnswer} from './rules/drill-answers.ts';
import {missingDrillInput, unknownDrillInput} from './rules/drill-inputs.ts';
import {drillWithoutOutput, unknownDrillOutput, wrongDrillOutput} from './rules/drill-outputs.ts';
import {duplicateId} from './rules/duplicate-id.ts';
import {duplicateDuty, neverDue} from './rules/duties.ts';
import {estimateContradicted} from './rules/estimate-contradicted.ts';
import {expressionSyntax} from './rules/expression-syntax.ts';
import {expressionType} from './rules/expression-type.ts';
import {formerlyTaken} from './rules/formerly.ts';
import {gotoTarget} from './rules/goto-target.ts';
import {interpolation} from './rules/interpolation.ts';
import {mayBeNull} from './rules/may-be-null.ts';
import {notLifted} from './rules/not-lifted.ts';
import {parallelSameTarget} from './rules/parallel-same-target.ts';
import {pathWithoutEnd, recoveredWithoutStop} from './rules/path-end.ts';
import {recoveryPointMissing} from './rules/recovery-point.ts';
import {retryNotIdempotent} from './rules/retry-not-idempotent.ts';
import {reviewOverdue} from './rules/review-overdue.ts';
import {unknownContact, unknownRole} from './rules/roles.ts';
import {rtoOverMtpd} from './rules/rto-over-mtpd.ts';
import {secretInArgv, secretInRecord} from './rules/secret-exposed.ts';
import {sqlParameter, sqlUnusedParameter} from './rules/sql-parameter.ts';
import {stepNotRun} from './rules/step-not-run.ts';
import {textNotFilled} from './rules/text-not-filled.ts';
import {undoTarget} from './rules/undo-target.ts';
import {unknownClass} from './rules/unknown-class.ts';
import {unknownNext} from './rules/unknown-next.ts';
import {unknownReference} from './rules/unknown-reference.ts';
import {unknownValue} from './rules/unknown-value.ts';
import {unreachable} from './rules/unreachable.ts';
import {worstPathOverRto} from './rules/worst-path.ts';

export const rules: readonly Rule[] = [
  duplicateId,
  formerlyTaken,
  expressionSyntax,
  expressionType,
  unknownReference,
  unknownValue,
  unknownAnswer,
  unknownDrillInput,
  missingDrillInput,
  unknownDrillOutput,
  wrongDrillOutput,
  drillWithoutOutput,
  stepNotRun,
  interpolation,
  sqlParameter,
  sqlUnusedParameter,
  textNotFilled,
  mayBeNull,
  secretInArgv,
  secretInRecord,
  gotoTarget,
  unreachable,
  undoTarget,
  pathWithoutEnd,
  recoveredWithoutStop,
  notLifted,
  recoveryPointMissing,
  worstPathOverRto,
  rtoOverMtpd,
  unknownClass,
  duplicateDuty,
  neverDue,
  unknownRole,
  unknownContact,
  approverIsExecutor,
  ...destructiveRules,
  parallelSameTarget,
  retryNotIdempotent,
  reviewOverdue,
  branchNeverDrilled,
  estimateContradicted,
  unknownNext,
];
