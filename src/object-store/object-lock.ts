/** Until when an object is safe from everybody, as the store says with it. */

type Headers = {readonly [name: string]: unknown};

/**
 * RFC 3339; null where somebody may delete it now. In the mode GOVERNANCE whoever has the right to bypass it may (Amazon S3 User
 * Guide, Object Lock: retention modes), and who has stolen keys may have that; so COMPLIANCE alone counts.
 */
export const lockedUntilOf = (headers: Headers): string | null => {
  const until = headers['x-amz-object-lock-retain-until-date'];
  return headers['x-amz-object-lock-mode'] === 'COMPLIANCE' && typeof until === 'string' ? until : null;
};

/** Until when all of them are; null where one of them is not. */
export const allLockedUntil = (locks: readonly (string | null)[]): string | null => {
  const times = locks.filter(lock => lock !== null);
  return times.length < locks.length
    ? null
    : (times.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null);
};
