/** What a running HAProxy says and takes on its stats socket: its servers, and where they are. */
import {createConnection} from 'node:net';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Hindrance, impossible} from '../in-place/hindrance.ts';

export type BalancedServer = {readonly name: string; readonly address: string; readonly port: number};

/** Columns as its management guide has them (9.3, "show servers state"): the header names them. */
export const serversOf = async (socket: string): Promise<Result<readonly BalancedServer[], Hindrance>> => {
  const said = await ask(socket, 'show servers state');
  if (!said.ok) {
    return cannotAsk(socket, said.reason);
  }
  const lines = said.value.split('\n').map(line => line.trim());
  const header =
    lines
      .find(line => line.startsWith('# '))
      ?.slice(2)
      .split(' ') ?? [];
  const at = (name: string): number => header.indexOf(name);
  const columns = {backend: at('be_name'), server: at('srv_name'), address: at('srv_addr'), port: at('srv_port')};
  if (Object.values(columns).includes(-1)) {
    return cannotAsk(socket, `it answers "${lines[0] ?? ''}"`);
  }
  return succeed(
    lines
      .filter(line => line !== '' && !line.startsWith('#') && line.includes(' '))
      .map(line => line.split(' '))
      .map(fields => ({
        name: `${fields[columns.backend]}/${fields[columns.server]}`,
        address: fields[columns.address] ?? '',
        port: Number(fields[columns.port]),
      })),
  );
};

const cannotAsk = (socket: string, why: string): Result<never, Hindrance> =>
  impossible(
    `HAProxy cannot be asked by ${socket}: ${why}.`,
    'See whether it runs, and whether the socket has "level admin".',
  );

/** It answers what it did not do in words, and with nothing where all went well. */
export const tellBalancer = async (socket: string, commands: readonly string[]): Promise<Result<void, Hindrance>> => {
  for (const command of commands) {
    const said = await ask(socket, command);
    const complaint = said.ok ? said.value.trim() : said.reason;
    const isFine =
      complaint === '' ||
      /^(IP changed|no need to change|port changed|.*changed from .* by 'stats socket command')/i.test(complaint);
    if (!isFine) {
      return impossible(
        `HAProxy does not take "${command}": ${complaint.replace(/\.+$/, '')}.`,
        'The socket needs "level admin".',
      );
    }
  }
  return succeed(undefined);
};

const answerWithinMs = 3_000;

/** One command a connection; it closes when it has answered. */
const ask = (socket: string, command: string): Promise<Result<string>> =>
  new Promise(resolve => {
    const connection = createConnection(socket);
    let text = '';
    connection.setEncoding('utf8').setTimeout(answerWithinMs);
    connection.once('connect', () => void connection.write(`${command}\n`));
    connection.on('data', chunk => {
      text += String(chunk);
    });
    connection.once('timeout', () => connection.destroy(new Error('no answer in time')));
    connection.once('error', error => resolve(fail(error.message)));
    connection.once('end', () => resolve(succeed(text)));
  });
