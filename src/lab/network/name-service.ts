/** A name service of the lab's own that clients follow: BIND with one zone, changed by whoever has its key, as with `nsupdate`. */
import {randomBytes} from 'node:crypto';
import {Resolver} from 'node:dns/promises';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {wireAddress} from './addresses.ts';
import {type Companion, startCompanion} from './companion.ts';
import type {LabNetwork, NameService} from './network.ts';

/** Short, so that clients follow soon; they ask again at each connect. Seconds. */
const ttlSeconds = 5;

/** Starts it; the name leads to the primary. Throws what the file system throws. */
export const startNameService = async (
  {plan, dns}: LabNetwork,
  {user}: ServerTools,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const program = await findTool('named');
  if (!program.ok) {
    return fail(`${program.reason.sentence}; ${program.reason.install}`);
  }
  if (dns === null) {
    return fail('this lab has no name service');
  }
  mkdirSync(dns.directory, {mode: 0o700});
  const files = {
    [dns.keyFile]: keyText(),
    [join(dns.directory, 'named.conf')]: configText(dns),
    [join(dns.directory, zoneFile)]: zoneText(dns, wireAddress(plan, 'primary')),
  };
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(path, text, {mode: 0o600});
    giveTo(user, path);
  }
  giveTo(user, dns.directory);
  return startCompanion(
    {
      name: 'dns',
      command: [program.value.path, '-g', '-n', '1', '-c', join(dns.directory, 'named.conf')],
      user,
      logFile: join(dns.directory, 'named.log'),
      cwd: dns.directory,
      isReady: async () => (await resolveName(dns)).ok,
    },
    onStarted,
  );
};

const zoneFile = 'zone';
const answersWithinMs = 1_000;

/** The address that clients are told for the name now, as they ask themselves: no cache between. */
export const resolveName = async ({
  address,
  port,
  name,
}: Pick<NameService, 'address' | 'port' | 'name'>): Promise<Result<string>> => {
  const resolver = new Resolver({timeout: answersWithinMs, tries: 1});
  resolver.setServers([`${address}:${port}`]);
  try {
    const [found] = await resolver.resolve4(name);
    return found === undefined ? fail(`the name ${name} has no address`) : succeed(found);
  } catch (thrown) {
    return fail(`the name ${name} is not resolved: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const keyName = 'lab';

/** In the form that both `named` and `nsupdate -k` read; 256 bits, as many as the digest has (RFC 8945, 6). */
const keyText = (): string =>
  `key "${keyName}" {\n  algorithm hmac-sha256;\n  secret "${randomBytes(32).toString('base64')}";\n};\n`;

/** Nothing of the system's own BIND: no control channel, no recursion, no file outside of the directory. */
const configText = ({directory, address, port, zone, keyFile}: NameService): string => `
include "${keyFile}";
options {
  directory "${directory}";
  listen-on port ${port} { ${address}; };
  listen-on-v6 { none; };
  pid-file "${join(directory, 'named.pid')}";
  session-keyfile "${join(directory, 'session.key')}";
  lock-file none;
  recursion no;
  dnssec-validation no;
  allow-transfer { none; };
  notify no;
};
controls { };
zone "${zone}" {
  type primary;
  file "${join(directory, zoneFile)}";
  update-policy { grant "${keyName}" zonesub ANY; };
};
`;

const zoneText = ({zone, name}: NameService, address: string): string => `$TTL ${ttlSeconds}
$ORIGIN ${zone}.
@ IN SOA ns.${zone}. admin.${zone}. (1 60 60 3600 ${ttlSeconds})
@ IN NS ns.${zone}.
ns IN A 127.0.0.1
${name}. ${ttlSeconds} IN A ${address}
`;
