/** Whether two names mean the same person, however they are written. */
export const sameName = (one: string, other: string): boolean => spelled(one) === spelled(other);

const spelled = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
