/** Work on many things, a few at a time, until one of them fails. */
import {fail, type Result, succeed} from '../../base/result.ts';

/** What is under way when one fails is finished, and nothing new is begun; the first reason counts, also one that was thrown. */
export const eachOf = async <Thing>(
  things: readonly Thing[],
  atATime: number,
  work: (thing: Thing) => Promise<Result<unknown>>,
): Promise<Result<void>> => {
  let failed: Result<void> = succeed(undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; failed.ok && index < things.length; index = next++) {
      const done = await work(things[index] as Thing).catch(thrown =>
        fail(thrown instanceof Error ? thrown.message : String(thrown)),
      );
      failed = failed.ok && !done.ok ? done : failed;
    }
  };
  await Promise.all(Array.from({length: Math.min(atATime, things.length)}, worker));
  return failed;
};
