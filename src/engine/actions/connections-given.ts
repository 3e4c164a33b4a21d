/** Where connections lead that a person gave in a step: recorded without what opens them, and held against what is given again. */
import type {Json} from '../../base/canonical-json.ts';
import type {ConnectionPlace} from '../../run/event.ts';
import {connectionParts} from '../../runbook/expressions/scope.ts';
import {textsIn} from '../secrets/secrets.ts';

/** Of one connection string or a list of them. */
export const placesOf = (value: Json): readonly ConnectionPlace[] => textsIn(value).map(connectionParts);

/** The same databases in the same order; another login may be needed by then. */
export const sameTargets = (some: readonly ConnectionPlace[], others: readonly ConnectionPlace[]): boolean =>
  some.length === others.length &&
  some.every((place, index) => {
    const other = others[index];
    return place.host === other?.host && place.port === other.port && place.database === other.database;
  });
