/** Foreign keys of other tables that point at one that came back: made again, and held only from now on where older rows point nowhere. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {dumpText} from './dump-text.ts';
import {within} from './in-database.ts';
import type {FoundTable, TableRequest} from './table-in-dump.ts';

export type ReferenceBack = {
  /** As the dump writes it: table, name and owner. */
  readonly reference: string;
  /** Made and valid; made for new rows only, because older ones point nowhere; or not made. */
  readonly state: 'holds' | 'for-new-rows' | 'not-made';
  /** Why it is not made, or not valid. */
  readonly why: string | null;
};

/** Each by itself: one that cannot be made keeps no other one back. */
export const referencesBack = async (
  {live}: TableRequest,
  {archive, reader, part}: FoundTable,
): Promise<Result<readonly ReferenceBack[]>> => {
  if (part.references.length === 0) {
    return succeed([]);
  }
  const written = await readText(archive, {...reader, words: ['--section=post-data']});
  if (!written.ok) {
    return written;
  }
  return within(live, async (connection): Promise<Result<readonly ReferenceBack[], DatabaseFailure>> => {
    const made: ReferenceBack[] = [];
    for (const {rest} of part.references) {
      const definition = definitionOf(written.value, rest);
      made.push(
        definition === null
          ? {reference: rest, state: 'not-made', why: 'the dump does not write it as expected'}
          : await makeOne(connection, rest, definition),
      );
    }
    return succeed(made);
  });
};

const makeOne = async (connection: Connection, reference: string, definition: string): Promise<ReferenceBack> => {
  const made = await connection.run(definition);
  // 42710: it is there already, from an earlier try that may have got no further than new rows.
  const isThere = !made.ok && made.reason.sqlstate === '42710';
  const whole = isThere ? await connection.run(validationOf(definition)) : made;
  if (whole.ok) {
    return {reference, state: 'holds', why: null};
  }
  const {message, sqlstate, detail} = whole.reason;
  const why = `${message}${detail === undefined ? '' : ` ${detail}`}`;
  // 23503: a row points at one that is not there. It was written since the dump, or its parent was.
  if (sqlstate !== '23503') {
    return {reference, state: 'not-made', why};
  }
  const fromNow = isThere ? succeed([]) : await rowsOf(connection, definition.replace(/;$/, ' not valid;'));
  return fromNow.ok
    ? {reference, state: 'for-new-rows', why}
    : {reference, state: 'not-made', why: fromNow.reason.message};
};

const validationOf = (definition: string): string =>
  definition.replace(/\sADD CONSTRAINT ("(?:[^"]|"")+"|\S+) FOREIGN KEY [\s\S]*$/, ' validate constraint $1');

/** `-- Name: tickets tickets_order_id_fkey; Type: FK CONSTRAINT; …`, and the one statement below it. */
const definitionOf = (text: string, rest: string): string | null => {
  const [schema = '', ...words] = rest.split(' ');
  const name = words.slice(0, -1).join(' ');
  const from = text.indexOf(`-- Name: ${name}; Type: FK CONSTRAINT; Schema: ${schema};`);
  const [statement] = from === -1 ? [] : (/^ALTER TABLE [\s\S]*?;$/m.exec(text.slice(from)) ?? []);
  return statement !== undefined && /\bFOREIGN KEY\b/.test(statement) ? statement : null;
};

const readText = async (...source: Parameters<typeof dumpText>): Promise<Result<string>> => {
  try {
    const pieces: Buffer[] = [];
    for await (const piece of dumpText(...source)) {
      pieces.push(piece);
    }
    return succeed(Buffer.concat(pieces).toString('utf8'));
  } catch (thrown) {
    return fail(`the dump cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
