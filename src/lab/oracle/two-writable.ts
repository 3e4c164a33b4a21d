/** Whether two servers took writes of clients at the same time, by a client that tried both all the time. */
import {type Beat, bothWritable} from '../watch/watch-notes.ts';
import type {Finding} from './finding.ts';

/** Of a lab with a network: there clients, and not the console, decide what takes writes. */
export const neverTwoWritable = (beats: readonly Beat[]): Finding => {
  const name = 'never_two_writable';
  if (beats.length === 0) {
    return {name, ok: false, detail: 'the watch of the lab noted nothing, so nobody can say which server took writes'};
  }
  const both = bothWritable(beats);
  const bothMs = Math.max(0, ...both.map(({fromMs, untilMs}) => untilMs - fromMs));
  const [first] = both;
  const servers = [...new Set(beats.map(({server}) => server))];
  return {
    name,
    ok: first === undefined,
    detail:
      first === undefined
        ? `of ${beats.length} writes of a client that tried every server all the time (${servers.join(', ')} took some), no two servers took any at the same time`
        : `the ${first.servers[0]} and the ${first.servers[1]} both took writes of clients from ${new Date(first.fromMs).toISOString()} on, for ${bothMs} ms`,
    measured: {bothWritableMs: bothMs},
  };
};
