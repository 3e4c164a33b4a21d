/** What pgaudit wrote is read out of both structured formats, whatever statements hold. */
import {expect, test} from 'vitest';
import {auditLine, csvLine, csvRecords, jsonLine} from '../../../src/breach/audit-lines.ts';

const message =
  'AUDIT: SESSION,7,1,WRITE,UPDATE,TABLE,public.customers,"update customers set note = ""a,b""\nwhere true",<not logged>,50';

const found = {
  role: 'app',
  address: '203.0.113.7',
  xid: '812',
  class: 'WRITE',
  command: 'UPDATE',
  object: 'public.customers',
  statement: 'update customers set note = "a,b"\nwhere true',
  rows: 50,
};

test('a line of jsonlog gives who, from where, in which transaction, and how many rows', () => {
  const line = jsonLine(
    JSON.stringify({
      timestamp: '2026-11-23 03:12:07.123 CET',
      user: 'app',
      dbname: 'shop',
      remote_host: '203.0.113.7',
      session_id: '6a.1',
      txid: 812,
      application_name: 'psql',
      message,
    }),
  );
  expect(line && auditLine(line)).toMatchObject({
    ...found,
    at: '2026-11-23 03:12:07.123 CET',
    session: '6a.1',
    program: 'psql',
  });
});

test('a record of csvlog gives the same; its address loses the port, also one of IPv6', () => {
  const record = (from: string) =>
    [
      '2026-11-23 03:12:07.123 CET',
      'app',
      'shop',
      '17',
      from,
      '6a.1',
      '3',
      'UPDATE',
      'x',
      '3/4',
      '812',
      'LOG',
      '00000',
      `"${message.replaceAll('"', '""')}"`,
      ...Array(8).fill(''),
      'psql',
      'client backend',
    ].join(',');
  const [fields = []] = csvRecords(`${record('203.0.113.7:5432')}\n`);
  const line = csvLine(fields);
  expect(line && auditLine(line)).toMatchObject(found);
  expect(csvLine(csvRecords(record('2001:db8::7:5432'))[0] ?? [])?.address).toBe('2001:db8::7');
});

test('without pgaudit.log_rows no number is made up, a transaction without a number has none, and the socket is local', () => {
  const line = jsonLine(
    JSON.stringify({
      timestamp: 't',
      user: 'app',
      remote_host: '[local]',
      txid: 0,
      message: 'AUDIT: SESSION,1,1,READ,SELECT,,,select 1,<not logged>',
    }),
  );
  expect(line && auditLine(line)).toMatchObject({address: 'local', xid: null, object: '', rows: null});
});

test('lines of others, and what is half written, are no audit lines', () => {
  expect(jsonLine('{"timestamp":"t","user":"app","mess')).toBe(null);
  expect(jsonLine('{"timestamp":"t","message":"checkpoint starting"}')).toBe(null);
  const line = jsonLine(JSON.stringify({timestamp: 't', user: 'app', message: 'connection authorized'}));
  expect(line && auditLine(line)).toBe(null);
  expect(csvLine(['too', 'short'])).toBe(null);
});
