/** What a connection string says about TLS, as the driver takes it. */
import {readFileSync} from 'node:fs';
import type {ConnectionOptions} from 'node:tls';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ConnectionTarget} from './uri.ts';

/** Undefined where it is not asked for; the reason names a certificate that cannot be read. */
export const tlsOptions = ({host, options}: ConnectionTarget): Result<ConnectionOptions | undefined> => {
  const mode = options.sslmode ?? 'disable';
  if (host.startsWith('/') || mode === 'disable' || mode === 'allow' || mode === 'prefer') {
    return succeed(undefined);
  }

  try {
    const file = (name: string) => (options[name] === undefined ? undefined : readFileSync(options[name], 'utf8'));
    const ca = file('sslrootcert');
    const cert = file('sslcert');
    const key = file('sslkey');
    return succeed({
      // As libpq: `require` without a root certificate encrypts and believes; the verify modes check.
      rejectUnauthorized: mode.startsWith('verify') || ca !== undefined,
      ...(mode !== 'verify-full' && {checkServerIdentity: () => undefined}),
      ...(ca !== undefined && {ca}),
      ...(cert !== undefined && {cert}),
      ...(key !== undefined && {key}),
    });
  } catch (thrown) {
    return fail(
      `a certificate of the connection string cannot be read: ${thrown instanceof Error ? thrown.message : ''}`,
    );
  }
};
