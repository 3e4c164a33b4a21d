/** COPY from one session into another: rows travel as the server wrote them, and only a few of them are held at a time. */
import {fail, type Result} from '../base/result.ts';
import type {Connection} from './connect.ts';
import {type DatabaseFailure, refusal} from './failure.ts';

/** Copies the rows of one COPY … TO STDOUT into one COPY … FROM STDIN; the two counts must agree. */
export const copyBetween = async (
  {from, select}: {readonly from: Connection; readonly select: string},
  {into, table}: {readonly into: Connection; readonly table: string},
): Promise<Result<number, DatabaseFailure>> => {
  const taking = into.copy(`copy ${table} from stdin`);
  const target = await taking.opened;
  if (target === null) {
    return taking.done;
  }

  let isWaiting = false;
  const giving = from.copy(`copy (${select}) to stdout`, (chunk, source) => {
    target.sendCopyFromChunk(chunk);
    if (target.stream.writableNeedDrain && !isWaiting) {
      isWaiting = true;
      source.stream.pause();
      // One that has died never drains, and then the other must not wait for ever.
      void Promise.race([new Promise(resolve => target.stream.once('drain', resolve)), taking.done]).then(() => {
        isWaiting = false;
        source.stream.resume();
      });
    }
  });
  const gave = await giving.done;
  if (gave.ok) {
    target.endCopyFrom();
  } else {
    target.sendCopyFail('the other server gave no more rows');
  }
  const took = await taking.done;
  if (!gave.ok) {
    return gave;
  }
  return took.ok && took.value !== gave.value
    ? fail(refusal(`one server gave ${gave.value} rows and the other took ${took.value}`))
    : took;
};
