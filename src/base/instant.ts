/** Instants as RFC 3339 (section 5.6) writes them: a day, a time to the second, and an offset. */

/** The form alone, for a schema; whether the day exists only the calendar tells. */
export const instantPattern =
  '\\d{4}-\\d\\d-\\d\\d[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

const written = new RegExp(`^${instantPattern}$`);

/**
 * Milliseconds since 1970, or nothing where the text is no instant. JavaScript's own reading takes 30 February for 2 March,
 * and a text without an offset for one of the host's zone: the same runbook would wait for another moment on another host.
 */
export const parseInstantMs = (text: string): number | undefined => {
  const day = text.slice(0, 10);
  const midnightMs = written.test(text) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const exists = !Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(day);
  return exists ? Date.parse(text.toUpperCase()) : undefined;
};
