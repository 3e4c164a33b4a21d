/** Where objects are kept and who asks for them: an endpoint, a bucket, keys from a file, the authority that vouches for the endpoint. */
import {readFileSync, statSync} from 'node:fs';
import {Agent} from 'node:https';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Credentials, parseCredentials} from './credentials.ts';

export type StorePlace = {
  /** `https://host:port/bucket`, with what the names of all objects begin with behind it, where they do: `/tickets`. */
  readonly url: string;
  /** In the form of the AWS command line, `~/.aws/credentials`. */
  readonly credentialsFile: string;
  /** PEM, where no public authority vouches for the host. */
  readonly caFile: string | undefined;
};

export type Store = {
  readonly endpoint: URL;
  readonly bucket: string;
  /** Without a slash at its end; empty for all of the bucket. */
  readonly prefix: string;
  readonly credentials: Credentials;
  readonly agent: Agent;
};

/** How many requests are under way at a time; a store far away answers each of them in a tenth of a second. */
export const requestsAtATime = 8;

/** The part of a bucket's name that every store takes (Amazon S3 User Guide, bucket naming rules). */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Reads the files; asks nobody. The secret key stays in memory. */
export const openStore = (place: StorePlace): Result<Store> => {
  const credentials = readCredentials(place);
  return credentials.ok ? storeWith(place, credentials.value) : credentials;
};

/** The same for whoever has the keys already. */
export const storeWith = (
  {url, caFile}: Omit<StorePlace, 'credentialsFile'>,
  credentials: Credentials,
): Result<Store> => {
  const endpoint = URL.canParse(url) ? new URL(url) : null;
  const [, bucket = '', ...rest] = (/^https:\/\/[^/]+(\/.*)$/.exec(url)?.[1] ?? '').split('/');
  const isPlain = rest.every(part => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
  if (endpoint === null || endpoint.username !== '' || !bucketPattern.test(bucket) || !isPlain) {
    return fail(
      `${url} is no place in an object store; write it as https://host:port/bucket/prefix, because backups do not travel in the open`,
    );
  }
  const ca = caFile === undefined ? succeed(undefined) : read(caFile, 'certificate of the authority');
  if (!ca.ok) {
    return ca;
  }
  const agent = new Agent({keepAlive: true, maxSockets: requestsAtATime, ...(ca.value && {ca: ca.value})});
  return succeed({endpoint: new URL(endpoint.origin), bucket, prefix: rest.join('/'), credentials, agent});
};

/** Whoever else can read it can delete backups. */
const readCredentials = ({credentialsFile}: StorePlace): Result<Credentials> => {
  const text = read(credentialsFile, 'keys of the object store');
  if (!text.ok) {
    return text;
  }
  if ((statSync(credentialsFile).mode & 0o077) !== 0) {
    return fail(`${credentialsFile} can be read by others; make it its owner's alone with chmod 600`);
  }
  const parsed = parseCredentials(text.value);
  return parsed.ok ? parsed : fail(`${credentialsFile} ${parsed.reason}`);
};

const read = (path: string, what: string): Result<string> => {
  try {
    return succeed(readFileSync(path, 'utf8'));
  } catch (thrown) {
    return fail(`the ${what} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
