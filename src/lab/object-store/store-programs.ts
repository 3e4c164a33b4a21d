/** The programs of the object store, asked for before anything of a lab is built. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import type {ToolName} from '../../postgres/tools.ts';

const names = ['ceph-mon', 'ceph-osd', 'radosgw', 'openssl'] as const satisfies readonly ToolName[];

/** Full paths. */
export type StorePrograms = {readonly [Name in (typeof names)[number]]: string};

/** The reason says what is missing, and how it is installed. */
export const findStorePrograms = async (): Promise<Result<StorePrograms>> => {
  const found: {[name: string]: string} = {};
  for (const name of names) {
    const tool = await findTool(name);
    if (!tool.ok) {
      return fail(`${tool.reason.sentence}; ${tool.reason.install}`);
    }
    found[name] = tool.value.path;
  }
  return succeed(found as StorePrograms);
};
