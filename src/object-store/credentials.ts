/** The keys of an object store, as the AWS command line and most tools beside it keep them in a file. */
import {fail, type Result, succeed} from '../base/result.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `us-east-1` where the store knows no regions. */
  readonly region: string;
  /** Of keys that end by themselves. */
  readonly sessionToken?: string;
};

/** Reads its section `[default]`. The reason follows the name of the file and never holds a key. */
export const parseCredentials = (text: string): Result<Credentials> => {
  const section = sectionOf(text, 'default');
  if (section === undefined) {
    return fail('has no section [default]');
  }
  const {
    aws_access_key_id: accessKeyId = '',
    aws_secret_access_key: secretAccessKey = '',
    aws_session_token: sessionToken = '',
    region = 'us-east-1',
  } = section;
  return accessKeyId === '' || secretAccessKey === ''
    ? fail('has no aws_access_key_id and aws_secret_access_key in its section [default]')
    : succeed({accessKeyId, secretAccessKey, region, ...(sessionToken !== '' && {sessionToken})});
};

/** As it is written; `openStore` reads it back. */
export const credentialsText = ({
  accessKeyId,
  secretAccessKey,
}: Pick<Credentials, 'accessKeyId' | 'secretAccessKey'>): string =>
  `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

const sectionOf = (text: string, wanted: string): {readonly [name: string]: string} | undefined => {
  let current: string | undefined;
  const sections = new Map<string, Record<string, string>>();
  for (const line of text.split(/\r?\n/).map(one => one.trim())) {
    const heading = /^\[\s*(.*?)\s*\]$/.exec(line)?.[1];
    const [, name, value] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (heading !== undefined) {
      current = heading;
      sections.set(heading, sections.get(heading) ?? {});
    } else if (current !== undefined && name !== undefined && value !== undefined) {
      sections.set(current, {...sections.get(current), [name]: value});
    }
  }
  return sections.get(wanted);
};
