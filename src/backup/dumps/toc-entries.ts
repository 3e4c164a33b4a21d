/** The table of contents of an archive: what is in it, and what of it hangs on one table. */

export type TocEntry = {
  /** Its number, by which pg_restore is told to take it. */
  readonly id: number;
  /** As pg_dump calls it: TABLE, TABLE DATA, INDEX, CONSTRAINT, FK CONSTRAINT, … */
  readonly kind: string;
  /** Schema, name and owner, as the list has them. */
  readonly rest: string;
  /** The line as pg_restore takes it back. */
  readonly line: string;
  readonly needs: readonly number[];
};

export type TablePart = {
  /** The table, its rows, and all that comes back with it. */
  readonly own: readonly TocEntry[];
  /** Foreign keys of other tables that point at it. */
  readonly references: readonly TocEntry[];
  /** What else of the dump uses it, such as views: not brought back with it. */
  readonly beyond: readonly TocEntry[];
};

/** Reads `pg_restore --list --verbose`: a line for each entry, and below it the numbers of those that it needs. */
export const readEntries = (list: string): readonly TocEntry[] => {
  const entries: TocEntry[] = [];
  for (const line of list.split('\n')) {
    const [, id, text] = /^(\d+); \d+ \d+ (.+)$/.exec(line) ?? [];
    const needs = /^;\s+depends on: ([\d ]+)$/.exec(line)?.[1];
    const last = entries.at(-1);
    if (id !== undefined && text !== undefined) {
      entries.push({id: Number(id), ...kindIn(text), line, needs: []});
    } else if (needs !== undefined && last !== undefined) {
      entries[entries.length - 1] = {...last, needs: needs.trim().split(/\s+/).map(Number)};
    }
  }
  return entries;
};

/** The entry of a table. The list does not quote: where names with spaces let two of them fit, one whose owner is one word is meant. */
export const findTableEntry = (
  entries: readonly TocEntry[],
  {schema, name}: {readonly schema: string; readonly name: string},
): TocEntry | undefined => {
  const before = `${schema} ${name} `;
  const found = entries.filter(({kind, rest}) => kind === 'TABLE' && rest.startsWith(before));
  const plain = found.filter(({rest}) => !rest.slice(before.length).includes(' '));
  const [only, ...others] = found.length === 1 ? found : plain;
  return others.length === 0 ? only : undefined;
};

/** Never by the name of the table alone: an index is listed by its own name, and a key of others by theirs. */
export const partOf = (entries: readonly TocEntry[], table: TocEntry): TablePart => {
  const own = new Set([table.id]);
  const references = new Set<number>();
  const beyond = new Set<number>();
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const entry of entries.filter(({id, needs}) => !own.has(id) && needs.some(one => own.has(one)))) {
      sortIn(entry, {table, entries, own, references, beyond});
    }
  }
  const chosen = (ids: ReadonlySet<number>) => entries.filter(({id}) => ids.has(id));
  return {own: chosen(own), references: chosen(references), beyond: chosen(beyond)};
};

type Sorting = {
  readonly table: TocEntry;
  readonly entries: readonly TocEntry[];
  readonly own: Set<number>;
  readonly references: Set<number>;
  readonly beyond: Set<number>;
};

const sortIn = (entry: TocEntry, {table, entries, own, references, beyond}: Sorting): void => {
  if (entry.kind === 'FK CONSTRAINT' && !isOf(entry, table)) {
    references.add(entry.id);
    return;
  }
  if (!comesAlong.has(entry.kind)) {
    beyond.add(entry.id);
    return;
  }
  own.add(entry.id);
  // The sequence of a serial column needs no table; what says whose it is needs both.
  if (entry.kind === 'SEQUENCE OWNED BY') {
    for (const sequence of entries.filter(({id, kind}) => kind === 'SEQUENCE' && entry.needs.includes(id))) {
      own.add(sequence.id);
    }
  }
};

/** `public orders orders_customer_id_fkey postgres` is of `public orders postgres`. */
const isOf = ({rest}: TocEntry, table: TocEntry): boolean => rest.startsWith(`${tableWords(table)} `);

const tableWords = ({rest}: TocEntry): string => rest.slice(0, rest.lastIndexOf(' '));

const comesAlong: ReadonlySet<string> = new Set([
  'TABLE DATA',
  'DEFAULT',
  'SEQUENCE',
  'SEQUENCE OWNED BY',
  'SEQUENCE SET',
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'INDEX',
  'TRIGGER',
  'RULE',
  'POLICY',
  'ROW SECURITY',
  'ACL',
  'COMMENT',
  'SECURITY LABEL',
  'STATISTICS',
  'STATISTICS DATA',
  'PUBLICATION TABLE',
]);

/** Two words before one: `TABLE DATA public orders postgres` is no table called DATA. */
const kindIn = (text: string): {readonly kind: string; readonly rest: string} => {
  const kind = [...comesAlong, ...otherKinds]
    .filter(one => text.startsWith(`${one} `))
    .toSorted((a, b) => b.length - a.length)[0];
  const word = kind ?? text.split(' ')[0] ?? '';
  return {kind: word, rest: text.slice(word.length + 1)};
};

const otherKinds = [
  'TABLE',
  'TABLE ATTACH',
  'INDEX ATTACH',
  'MATERIALIZED VIEW',
  'MATERIALIZED VIEW DATA',
  'FOREIGN TABLE',
  'DEFAULT ACL',
  'EVENT TRIGGER',
  'SHELL TYPE',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'TEXT SEARCH CONFIGURATION',
  'TEXT SEARCH DICTIONARY',
];
