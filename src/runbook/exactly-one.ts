/** Fields of which exactly one is written: the check, and the same in JSON Schema. */
import type * as z from 'zod';

/** Whether one field is written. */
export const isExactlyOne = (fields: {readonly [field: string]: unknown}): boolean =>
  Object.values(fields).filter(value => value !== undefined).length === 1;

/** For such a check: of a field that is misspelt it would say that it is missing, so it waits until all are known. */
export const ofKnownFields = (error: string) => ({
  error,
  when: ({issues}: Readonly<Pick<z.core.ParsePayload, 'issues'>>): boolean => issues.length === 0,
});

/** A map of one field. An editor offers nothing in a map that has a limit of its own, so the limit stands one deeper. */
export const exactlyOne = {minProperties: 1, allOf: [{maxProperties: 1}]};

/** One of some fields, beside which others may stand; the sentence is for a map that has none of them. */
export const exactlyOneOf = (fields: readonly string[], errorMessage: string) => ({
  oneOf: fields.map(field => ({required: [field], errorMessage})),
});
