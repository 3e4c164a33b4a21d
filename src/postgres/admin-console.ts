/** The admin console of a pooler: it speaks the protocol of PostgreSQL, and knows none of its statements. */
import {fail, type Result, succeed} from '../base/result.ts';
import {endClient, openClient} from './connect.ts';
import {type DatabaseFailure, statementFailure} from './failure.ts';

/** Columns by name, all as texts or numbers as the driver reads them. */
export type ConsoleRow = Readonly<Record<string, unknown>>;

const answerWithinMs = 10_000;

/** One command after the other, each without values; the rows of each. The first that is refused ends it. */
export const askAdminConsole = async (
  where: string,
  commands: readonly string[],
): Promise<Result<readonly (readonly ConsoleRow[])[], DatabaseFailure>> => {
  const opened = await openClient(where, {connectTimeoutMs: 5_000, statementTimeoutMs: answerWithinMs}, {});
  if (!opened.ok) {
    return opened;
  }
  const {client} = opened.value;
  const answers: ConsoleRow[][] = [];
  try {
    for (const command of commands) {
      const {rows} = await client.query<ConsoleRow>(command);
      answers.push(rows);
    }
    return succeed(answers);
  } catch (thrown) {
    return fail(statementFailure(thrown));
  } finally {
    await endClient(client);
  }
};
