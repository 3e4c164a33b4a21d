/** What the network of a lab is told and asks, over a socket in the lab's closed directory: one line there, one line back. */
import {createConnection} from 'node:net';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {WiredSite} from './addresses.ts';
import type {WireState} from './wire.ts';

/** Sets the wires that it names, in that order; an empty list only asks. */
export type NetworkOrder = readonly {readonly wire: WiredSite; readonly state: WireState}[];

export type NetworkAnswer =
  | {readonly ok: true; readonly wires: {readonly [Name in WiredSite]?: WireState}}
  | {readonly ok: false; readonly why: string};

const answersWithinMs = 5_000;

/** Comes back when it is done; the reason says that nobody answers there, or what cannot be done. */
export const tellNetwork = async (
  control: string,
  order: NetworkOrder,
): Promise<Result<Extract<NetworkAnswer, {ok: true}>['wires']>> => {
  const line = await exchange(control, `${JSON.stringify(order)}\n`);
  if (!line.ok) {
    return line;
  }
  const answer = JSON.parse(line.value) as NetworkAnswer;
  return answer.ok ? succeed(answer.wires) : fail(answer.why);
};

/** As it is without a fault. */
export const openState: WireState = {set: 'open', delayMs: 0};

const exchange = (control: string, order: string): Promise<Result<string>> =>
  new Promise(resolve => {
    const socket = createConnection(control);
    let said = '';
    const end = (result: Result<string>): void => {
      socket.destroy();
      resolve(result);
    };
    const silent = 'the network of the lab does not answer';
    socket.setTimeout(answersWithinMs, () => end(fail(silent)));
    socket.once('error', error => end(fail(`${silent}: ${error.message}`)));
    socket.once('close', () => end(fail(silent)));
    socket.setEncoding('utf8').on('data', text => {
      said += String(text);
      if (said.endsWith('\n')) {
        end(succeed(said));
      }
    });
    socket.once('connect', () => socket.write(order));
  });
