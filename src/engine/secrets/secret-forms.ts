/** The forms in which a secret may show up in a text: as it is, and in the usual encodings. */

/**
 * Shorter derived forms would hide innocent text. The linter refuses a secret of fewer than six characters; one that
 * comes all the same is looked for as it is and in no other form.
 */
export const formLengthMin = 6;

/** All forms of a secret, each once; an empty one has none. */
export const formsOf = (value: string): readonly string[] => {
  const whole = value.replace(/[\r\n]+$/, '');
  if (whole === '') {
    return [];
  }
  const lines = whole.split(/\r?\n/);
  const derived = [...new Set([value, whole])].flatMap(encodingsOf).concat(lines.length > 1 ? lines : []);
  return [...new Set([whole, ...derived.filter(form => form.length >= formLengthMin)])];
};

const encodingsOf = (value: string): readonly string[] => {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const json = JSON.stringify(value).slice(1, -1);
  const uri = encodeURIComponent(value.toWellFormed());
  return [
    value,
    // Half a character cannot be recorded: this is what a text with one becomes.
    value.toWellFormed(),
    ...[0, 1, 2].flatMap(offset => base64At(bytes, offset)),
    hex,
    hex.toUpperCase(),
    json,
    json.replaceAll('/', String.raw`\/`),
    json.replaceAll(/[\u007f-\uffff]/g, unit => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    uri,
    uri.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    uri.replaceAll('%20', '+'),
    strictly(uri),
    strictly(uri).replaceAll('%20', '+'),
    // As a form sends it: that leaves another set of signs as they are.
    new URLSearchParams({v: value}).toString().slice('v='.length),
    value.replaceAll(/[&<>"']/g, sign => xmlEntities.get(sign) ?? sign),
    value.replaceAll("'", String.raw`'\''`),
  ];
};

const xmlEntities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

/** encodeURIComponent leaves `!'()*` as they are; RFC 3986 does not. */
const strictly = (uri: string): string =>
  uri.replaceAll(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The characters of base64 that depend on the secret alone when it begins `offset` bytes into a group of three:
 * `user:secret` is encoded as one text, and then the secret's own encoding does not occur in it.
 */
const base64At = (bytes: Buffer, offset: number): readonly string[] => {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor(((offset + bytes.length) * 8) / 6);
  const standard = encoded.slice(from, to);
  return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')];
};
