/** A value, or the reason why there is none: failures that the caller must look at. */

export type Success<Value> = {readonly ok: true; readonly value: Value};
export type Failure<Reason> = {readonly ok: false; readonly reason: Reason};
export type Result<Value, Reason = string> = Success<Value> | Failure<Reason>;

/** Wraps a value that was had. */
export const succeed = <Value>(value: Value): Success<Value> => ({ok: true, value});

/** Wraps the reason why there is no value. */
export const fail = <Reason>(reason: Reason): Failure<Reason> => ({ok: false, reason});
