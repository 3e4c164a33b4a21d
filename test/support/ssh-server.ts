/** An sshd on loopback for one test: own keys, own port, own configuration on both sides, and a way that can be cut. */
import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {needPackages} from './debian-packages.ts';

const sshd = '/usr/sbin/sshd';

export type SshServer = {
  /** As `on: {ssh: …}` takes it. */
  readonly host: string;
  /** A PATH on which `ssh` is the real client, with the configuration that knows this server. */
  readonly path: string;
  /** Ends every connection, as a dead network does; later ones get through. */
  readonly cut: () => void;
  /** Where the test may leave files for programs there. */
  readonly directory: string;
};

export type SshOptions = {
  /** Whether the client knows the server's key. */
  readonly isKnown?: boolean;
};

/** Starts one as the account of the tests; everything is gone when the test ends. */
export const sshServer = async ({isKnown = true}: SshOptions = {}): Promise<SshServer> => {
  needServer();
  const directory = mkdtempSync('/var/tmp/lb-ssh-');
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  const at = (name: string): string => join(directory, name);
  for (const name of ['host_key', 'id']) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', at(name)]);
  }
  writeFileSync(at('authorized_keys'), readFileSync(at('id.pub')), {mode: 0o600});
  const inner = await freePort();
  writeFileSync(
    at('sshd_config'),
    `ListenAddress 127.0.0.1:${inner}\nHostKey ${at('host_key')}\nAuthorizedKeysFile ${at('authorized_keys')}\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n`,
  );
  const server = spawn(sshd, ['-D', '-e', '-f', at('sshd_config')], {stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  server.stderr.on('data', text => {
    said += String(text);
  });
  onTestFinished(() => void server.kill());
  await expect.poll(() => said, {timeout: 20_000}).toContain('Server listening');

  const {port, cut} = await wayTo(inner);
  const [, key = ''] = readFileSync(at('host_key.pub'), 'utf8').split(' ');
  writeFileSync(at('known_hosts'), isKnown ? `[127.0.0.1]:${port} ssh-ed25519 ${key}\n` : '');
  writeFileSync(
    at('config'),
    `Host db-1\n  HostName 127.0.0.1\n  Port ${port}\n  IdentityFile ${at('id')}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${at('known_hosts')}\n  GlobalKnownHostsFile /dev/null\n`,
  );
  mkdirSync(at('bin'));
  const client = spawnSync('sh', ['-c', 'command -v ssh'], {encoding: 'utf8'}).stdout.trim();
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec ${client} -F ${at('config')} "$@"\n`);
  chmodSync(at('bin/ssh'), 0o755);
  return {host: `${userInfo().username}@db-1`, path: `${at('bin')}:${process.env.PATH}`, cut, directory};
};

const needServer = (): void => {
  needPackages({[sshd]: 'openssh-server', ssh: 'openssh-client'});
  if (process.getuid?.() === 0) {
    // Where root's sshd puts its unprivileged half; usually made by the service, which the tests do not start.
    mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
  }
};

const wayTo = async (inner: number): Promise<{readonly port: number; readonly cut: () => void}> => {
  const open = new Set<Socket>();
  const server = createServer(near => {
    const far = connect(inner, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  const port = await listening(server);
  const cut = (): void => {
    for (const socket of open) {
      socket.destroy();
    }
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {port, cut};
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listening(server);
  await new Promise(resolve => server.close(resolve));
  return port;
};

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
