/** Every version of every object of a bucket below a prefix, and the marks that deleting left. */
import {fail, type Result, succeed} from '../base/result.ts';
import {askStore} from './request.ts';
import {noAnswer, type StoreFailure} from './store-failure.ts';
import type {Store} from './store-place.ts';
import {readEntries, type StoreEntry} from './store-xml.ts';

export type ObjectVersion = {
  readonly key: string;
  readonly version: string;
  /** A mark says that the object was deleted; versions from before lie below it. */
  readonly isMark: boolean;
  /** By the store's clock, milliseconds since 1970; some stores say whole seconds. */
  readonly atMs: number;
};

/** For a store that never says that it has told all. */
const pagesMax = 10_000;

/** Newest first for each key, as the store lists them (Amazon S3 API Reference, ListObjectVersions). */
export const listVersions = async (
  store: Store,
  prefix: string,
): Promise<Result<readonly ObjectVersion[], StoreFailure>> => {
  const found: ObjectVersion[] = [];
  let from: {readonly [name: string]: string} = {};
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await askStore(store, {
      method: 'GET',
      query: {versions: '', prefix, 'encoding-type': 'url', ...from},
    });
    if (!answer.ok) {
      return answer;
    }
    const read = readEntries(answer.value.text, 'ListVersionsResult');
    const some = read?.entries.filter(({name}) => name === 'Version' || name === 'DeleteMarker').map(versionOf);
    if (!read || some?.some(one => one === null) !== false) {
      return fail(noAnswer('the store lists its versions in words that are not known'));
    }
    found.push(...some.filter(one => one !== null));
    const {IsTruncated: more, NextKeyMarker: key, NextVersionIdMarker: version} = read.fields;
    if (more !== 'true') {
      return succeed(found);
    }
    from = {
      ...(key && {'key-marker': decodeURIComponent(key)}),
      ...(version && {'version-id-marker': version}),
    };
  }
  return fail(noAnswer(`the store has more than ${pagesMax} pages of versions`));
};

const versionOf = ({name, fields}: StoreEntry): ObjectVersion | null => {
  const {Key: key, VersionId: version, LastModified: at = ''} = fields;
  const atMs = Date.parse(at);
  return key === undefined || version === undefined || Number.isNaN(atMs)
    ? null
    : {key: plain(key), version, isMark: name === 'DeleteMarker', atMs};
};

/** Encoded as in a form: a blank is a plus. */
const plain = (key: string): string => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};
