/** A private authority for one lab, and what it vouches for: the endpoint of its object store. */
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {giveTo, runAs, type ServerUser} from '../../postgres/server-user.ts';
import type {ObjectStore} from './object-store.ts';

const daysValid = '30';

/** Nothing of the system's own openssl.cnf, which differs from host to host. */
const settings = `[req]
distinguished_name = nobody
prompt = no
[nobody]
CN = localhost
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[gateway]
basicConstraints = critical,CA:FALSE
subjectAltName = DNS:localhost,IP:127.0.0.1
extendedKeyUsage = serverAuth
`;

/** Makes `ca.crt` and `gateway.pem`. The authority's key is gone afterwards: nobody makes a second certificate. */
export const makeCertificates = async (
  {directory, place}: ObjectStore,
  {user, openssl}: {readonly user: ServerUser; readonly openssl: string},
): Promise<Result<void>> => {
  const [config, caKey, key, certificate, pem] = [
    'openssl.cnf',
    'ca.key',
    'gateway.key',
    'gateway.crt',
    'gateway.pem',
  ].map(name => join(directory, name)) as [string, string, string, string, string];
  writeFileSync(config, settings, {mode: 0o600});
  giveTo(user, config);
  const request = [
    ...[openssl, 'req', '-x509', '-config', config, '-days', daysValid, '-nodes'],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  ];
  const steps = [
    [...request, '-extensions', 'authority', '-subj', '/CN=Lifeboat lab', '-keyout', caKey, '-out', place.caFile],
    [...request, '-extensions', 'gateway', '-CA', place.caFile, '-CAkey', caKey, '-keyout', key, '-out', certificate],
  ];
  for (const step of steps) {
    const done = await runAs(user, step);
    if (!done.ok) {
      return fail(`openssl makes no certificate: ${done.reason.output}`);
    }
  }
  writeFileSync(pem, readFileSync(key, 'utf8') + readFileSync(certificate, 'utf8'), {mode: 0o600});
  giveTo(user, pem);
  for (const path of [caKey, key, config]) {
    rmSync(path);
  }
  return succeed(undefined);
};
