/** Inputs that name things outside: database objects, paths, hosts, networks, addresses. */
import {fail, type Result, succeed} from '../base/result.ts';

const shown = (text: string): string => `"${text.slice(0, 80)}"`;

/** PostgreSQL cuts names after 63 bytes (NAMEDATALEN), silently; then another object than the one meant could be hit. */
const identifierBytesMax = 63;

/**
 * A name of PostgreSQL, as it stands in the catalog: `orders`, `Order items`; letters of any language, digits, blanks and `_ - $ .`
 * It is always quoted by the client, so the rule keeps out mistakes (statements, quotes), not attacks.
 */
export const readIdentifier = (text: string): Result<string> => {
  if (!/^[\p{L}_][\p{L}\p{N}_$ .-]*$/u.test(text)) {
    return fail(`${shown(text)} is not the name of a database object; write it without quotes, like orders`);
  }
  return new TextEncoder().encode(text).length > identifierBytesMax
    ? fail(`${shown(text)} is longer than ${identifierBytesMax} bytes, which PostgreSQL would cut`)
    : succeed(text);
};

/** An absolute path: what a relative one means depends on where the program was started. */
export const readPath = (text: string): Result<string> => {
  if (!text.startsWith('/')) {
    return fail(`${shown(text)} is not a path that begins with /`);
  }
  return text.split('/').includes('..') ? fail(`${shown(text)} leads back with ..; write the path out`) : succeed(text);
};

/** A host's name (RFC 1123) or its address. */
export const readHostname = (text: string): Result<string> => {
  const isName =
    text.length <= 253 && /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?$/.test(text);
  return isName || isAddress(text)
    ? succeed(text)
    : fail(`${shown(text)} is not the name or address of a host, like db1.example.net`);
};

/** A network: an address and the length of its prefix. */
export const readCidr = (text: string): Result<string> => {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const bitsMax = address.includes(':') ? 128 : 32;
  const fits = rest.length === 0 && isAddress(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsMax;
  return fits ? succeed(text) : fail(`${shown(text)} is not an address with its prefix, like 10.0.0.0/8`);
};

/** An address on the web. */
export const readUrl = (text: string): Result<string> =>
  /^https?:\/\/[^\s/?#]+\S*$/.test(text) && URL.canParse(text)
    ? succeed(text)
    : fail(`${shown(text)} is not an address like https://example.net/`);

const isAddress = (text: string): boolean => {
  const parts = text.split('.');
  if (parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part))) {
    return parts.every(part => Number(part) <= 255);
  }
  return /^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
};
