/** A time as it is said before it counts: in UTC and as the clock on the wall shows it. */

/** `2026-11-24 02:47:00 UTC, 2026-11-24 03:47:00 local time`; the offset is what local time is ahead, in minutes. */
export const inBothZones = (iso: string, zoneOffsetMinutes: number): string => {
  const text = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
  const atMs = Date.parse(iso);
  return zoneOffsetMinutes === 0
    ? `${text(atMs)} UTC, which is local time here`
    : `${text(atMs)} UTC, ${text(atMs + zoneOffsetMinutes * 60_000)} local time`;
};
