/** Texts that may be connections: what a lab has, and items of a list. */
import {connectionValue, type ScopeValue} from '../../runbook/expressions/scope.ts';

/** A connection is one as a whole and by its parts; a directory is text. */
export const labValue = (value: string): ScopeValue =>
  /^postgres(ql)?:\/\//.test(value) ? connectionValue(value) : value;
