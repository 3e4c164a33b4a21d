/** Instants as programs write them: RFC 3339 and what databases, HTTP and `date` make of it, always with an offset. */
import {fail, type Result, succeed} from './result.ts';

const hours = '(?:[01]\\d|2[0-3])';
const clock = `${hours}:[0-5]\\d`;
const offset = `[+-]${hours}(?::?[0-5]\\d)?`;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?:${months.join('|')})`;
const weekday = '(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)';

/** RFC 3339, also to the minute, with a blank for T and a short offset as PostgreSQL has it, and with UTC behind it. */
const isoPattern = `\\d{4}-\\d\\d-\\d\\d[Tt ]${clock}(?::[0-5]\\d(?:\\.\\d{1,9})?)? ?(?:[Zz]|UTC|[+-]00:?00 UTC|${offset})`;

/** RFC 7231 (section 7.1.1.1), and `date -R`. */
const httpPattern = `${weekday}, \\d{1,2} ${month} \\d{4} ${clock}:[0-5]\\d (?:GMT|UTC|${offset})`;

/** What `date` prints in the locale C. */
const datePattern = `${weekday} ${month} [ \\d]?\\d ${clock}:[0-5]\\d (?:UTC|GMT) \\d{4}`;

/** The form alone, for a schema; whether the day exists only the calendar tells. */
export const instantPattern = `(?:${isoPattern}|${httpPattern}|${datePattern})`;

const written = new RegExp(`^${instantPattern}$`);

/**
 * The same in UTC as RFC 3339 writes it, or why the text is no instant. JavaScript's own reading takes 30 February
 * for 2 March, and a text without an offset for one of the host's zone: the same runbook would wait for another moment there.
 */
export const instantInUtc = (text: string): Result<string> => {
  if (!written.test(text)) {
    return fail('it is no time with an offset, like 2026-11-24T02:47:00Z');
  }
  const [time = '', fraction = ''] = /\d\d:\d\d(?::\d\d)?(\.\d+)?/.exec(text) ?? [];
  const day = dayOf(text);
  const localMs = Date.parse(`${day}T${time.slice(0, 5)}${time.slice(5, 8) || ':00'}Z`);
  if (Number.isNaN(localMs) || new Date(localMs).toISOString().slice(0, 10) !== day || !isItsWeekday(text, localMs)) {
    return fail('it is no time that exists');
  }
  const utc = new Date(localMs - offsetMinutes(text) * 60_000).toISOString();
  return succeed(utc.replace('.000Z', `${fraction}Z`));
};

const dayOf = (text: string): string => {
  const words = text.split(/,? +/);
  const [, one = '', two = '', three = ''] = words;
  const [name, date, year = ''] = months.includes(one) ? [one, two, words.at(-1)] : [two, one, three];
  return months.includes(name)
    ? `${year}-${`${months.indexOf(name) + 1}`.padStart(2, '0')}-${date.padStart(2, '0')}`
    : text.slice(0, 10);
};

/** A day that is said to be another day of the week is none. */
const isItsWeekday = (text: string, localMs: number): boolean =>
  !/^[A-Z]/.test(text) || new Date(localMs).toUTCString().startsWith(text.slice(0, 3));

const offsetMinutes = (text: string): number => {
  const [, sign, ofHours = '0', ofMinutes = '0'] = /:.*([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(ofHours) * 60 + Number(ofMinutes));
};
