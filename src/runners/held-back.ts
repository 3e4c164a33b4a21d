/** The output of an attempt whose secrets only its end tells: read in silence, then once more with them hidden. */
import type {HeldBack} from '../engine/actions/runner.ts';
import {type AttemptOutput, followOutput, type Source} from './output.ts';
import {printedScope} from './printed-scope.ts';

const notYet = '‹held back until its secrets are known›';

/** Follows it; nothing is kept or shown before the end, and of what cannot be told from a secret nothing but its length. */
export const heldBackOutput = (source: Source, {streams, secretsIn}: HeldBack): AttemptOutput => {
  const silent = followOutput({
    ...(source.isRemote && {isRemote: true}),
    ...(source.isTranscript && {isTranscript: true}),
    out: source.out,
    err: source.err,
    secrets: [],
  });
  let lines: readonly string[] = [];
  return {
    read: () => {
      const isFirst = silent.read() && lines.length === 0;
      lines = isFirst ? [notYet] : lines;
      return isFirst;
    },
    finish: async (ended = {}) => {
      const {stdout, stderr, remote} = await silent.finish(ended);
      const {exit} = remote ?? ended;
      const secrets = secretsIn({...(exit !== undefined && {exit}), ...printedScope({stdout, stderr})});
      const open = followOutput({
        ...source,
        secrets: [...source.secrets, ...(secrets ?? [])],
        ...(secrets === undefined && {withheld: streams}),
      });
      const {kept, openStderr} = await open.finish(ended);
      lines = open.lines();
      return {stdout, stderr, openStderr, kept, ...(remote && {remote})};
    },
    lines: () => lines,
  };
};
