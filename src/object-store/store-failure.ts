/** Why an object store did not do what it was asked: what it said itself, or that it said nothing. */

export type StoreFailure = {
  /** A sentence for people, what others wrote in it made harmless. */
  readonly message: string;
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  /** The store's own word for it, `AccessDenied`; null where it said none. */
  readonly code: string | null;
};

/** One that no store said. */
export const noAnswer = (message: string): StoreFailure => ({message, status: null, code: null});
