/** Lines of a server's structured log (jsonlog, csvlog), and what pgaudit wrote in them. */

/** A line that pgaudit wrote, with who caused it. */
export type AuditLine = {
  /** As it stands in the log: the time in the zone of the log, to milliseconds. */
  readonly at: string;
  readonly role: string;
  readonly database: string;
  /** `local` for the socket. */
  readonly address: string;
  readonly session: string;
  readonly program: string;
  /** Of the transaction; null where it had no number yet when the line was written. */
  readonly xid: string | null;
  readonly class: string;
  readonly command: string;
  /** Quoted and with its schema, as pgaudit has it; empty where it names none. */
  readonly object: string;
  readonly statement: string;
  /** Null where pgaudit does not count them. */
  readonly rows: number | null;
};

/** A line of any content that has an address: who was there. */
export type LogLine = Omit<AuditLine, 'class' | 'command' | 'object' | 'statement' | 'rows'> & {
  readonly message: string;
};

/** Takes a structured log apart, line by line; null for a line that is none. */
export const jsonLine = (text: string): LogLine | null => {
  const read = parsed(text);
  return read === null
    ? null
    : asLine({
        at: read.timestamp,
        role: read.user,
        database: read.dbname,
        address: read.remote_host,
        session: read.session_id,
        program: read.application_name,
        xid: read.txid,
        message: read.message,
      });
};

/** The fields of csvlog in their order (PostgreSQL manual, 20.8.4). */
export const csvLine = (fields: readonly string[]): LogLine | null =>
  fields.length < 23
    ? null
    : asLine({
        at: fields[0],
        role: fields[1],
        database: fields[2],
        // `host:port`, where the port is behind the last colon.
        address: fields[4]?.replace(/:\d+$/, ''),
        session: fields[5],
        program: fields[22],
        xid: fields[10],
        message: fields[13],
      });

/** What pgaudit says in it (its manual, "Format"); null for other lines. */
export const auditLine = ({message, ...line}: LogLine): AuditLine | null => {
  if (!message.startsWith('AUDIT: ')) {
    return null;
  }
  const [fields = []] = csvRecords(message.slice('AUDIT: '.length));
  const [, , , kind = '', command = '', , object = '', statement = '', , rows] = fields;
  return {...line, class: kind, command, object, statement, rows: rows === undefined ? null : Number(rows)};
};

/** Records of comma-separated values; a field in quotes may have line breaks. */
export const csvRecords = (text: string): readonly (readonly string[])[] => {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,\n"]*))(,|\n|$)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) {
      break;
    }
    record.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (found[3] !== ',') {
      records.push(record);
      record = [];
    }
  }
  return record.length > 0 ? [...records, record] : records;
};

const asLine = (fields: Readonly<Record<keyof LogLine, unknown>>): LogLine | null => {
  const text = (name: keyof LogLine): string => (fields[name] === undefined ? '' : String(fields[name]));
  if (text('at') === '' || text('role') === '') {
    return null;
  }
  const xid = text('xid');
  return {
    at: text('at'),
    role: text('role'),
    database: text('database'),
    address: ['', '[local]'].includes(text('address')) ? 'local' : text('address'),
    session: text('session'),
    program: text('program'),
    xid: xid === '' || xid === '0' ? null : xid,
    message: text('message'),
  };
};

const parsed = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? {...read} : null;
  } catch {
    return null;
  }
};
