/** How the reference pages are put together of the code's own tables. */
import * as z from 'zod';

export const page = (title: string, sentence: string, ...parts: readonly string[]): string =>
  `${[`# ${title}`, 'Written by the suite from the tables of the code; `npm run update` writes it anew.', sentence, ...parts].join('\n\n')}\n`;

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n');

export const reference = (name: string): string => `../../docs/reference/${name}.md`;

export const coded = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

/** What an author must know of a field: whether it must be there, what it is otherwise, and which words it takes. */
export const fieldRows = (
  fields: z.ZodObject,
): readonly (readonly [field: string, needed: string, meaning: string])[] => {
  const {properties = {}, required = []} = z.toJSONSchema(fields, {io: 'input'});
  return Object.entries(properties).map(([name, property]) => {
    const {description = '', default: standard, enum: words} = typeof property === 'object' ? property : {};
    const isSaid = standard !== undefined && !['[]', '{}'].includes(JSON.stringify(standard));
    const otherwise = isSaid ? `else \`${JSON.stringify(standard).replaceAll('"', '')}\`` : '';
    const meaning = words === undefined ? description : `${description} One of ${coded(words.map(String))}.`;
    return [`\`${name}\``, required.includes(name) ? 'must' : otherwise, meaning];
  });
};

export const fieldTable = (fields: z.ZodObject): string => table(['field', '', 'meaning'], fieldRows(fields));

/** The objects that a field holds: itself, the items of its list, the members of its map. */
export const objectsIn = (schema: unknown): readonly z.ZodObject[] => {
  if (schema instanceof z.ZodObject) {
    return [schema];
  }
  if (schema instanceof z.ZodArray) {
    return objectsIn(schema.element);
  }
  if (schema instanceof z.ZodRecord) {
    return objectsIn(schema.valueType);
  }
  return schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional ? objectsIn(schema.unwrap()) : [];
};

/** A type of CEL as our messages call it. */
export const celTypeName = (type: string): string =>
  type === 'dyn' ? 'any' : type.replace('google.protobuf.', '').toLowerCase();
