/** Which fields a schema knows at a place, for "did you mean", and what it says about them. */
import * as z from 'zod';

/** The names of the fields of the map that a path leads to; none where any name can stand, or the path leads to no map. */
export const keysAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] => {
  const [step, ...rest] = path;
  const maps = mapsOf(schema);
  return step === undefined
    ? maps.flatMap(map => (map instanceof z.ZodObject ? Object.keys(map.shape) : []))
    : maps.flatMap(map => inside(map, step)).flatMap(inner => keysAt(inner, rest));
};

/** What the schema says about the field that a path leads to, or else about the nearest one around it that it says something of. */
export const descriptionAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): Described | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) {
    return undefined;
  }
  for (const field of mapsOf(schema).flatMap(map => inside(map, step))) {
    const deeper = descriptionAt(field, rest);
    const own = z.globalRegistry.get(field)?.description;
    if (deeper !== undefined || own !== undefined) {
      return deeper ?? {field: String(step), says: own ?? ''};
    }
  }
  return undefined;
};

export type Described = {readonly field: string; readonly says: string};

type Holder = z.ZodObject | z.ZodArray | z.ZodRecord;

/** What holds something, without defaults, options and transformations around it. */
const mapsOf = (schema: z.core.$ZodType): readonly Holder[] => {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap(mapsOf);
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional) {
    return mapsOf(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) {
    return mapsOf(schema.in);
  }
  return schema instanceof z.ZodObject || schema instanceof z.ZodArray || schema instanceof z.ZodRecord ? [schema] : [];
};

const inside = (holder: Holder, step: PropertyKey): readonly z.core.$ZodType[] => {
  if (holder instanceof z.ZodObject) {
    const field: z.core.$ZodType | undefined = holder.shape[String(step)];
    return field === undefined ? [] : [field];
  }
  return [holder instanceof z.ZodArray ? holder.element : holder.valueType];
};
