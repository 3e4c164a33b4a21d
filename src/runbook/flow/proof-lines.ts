/** A proof sheet as people read it. */
import {showForeignLine} from '../../base/foreign-text.ts';
import type {Claim, Proof} from './proof.ts';

/** One claim a line; the digest is that of the runbook's text. */
export const proofLines = ({runbook, version, parts}: Proof, digest: string): readonly string[] => [
  `Proof sheet of ${runbook} ${showForeignLine(version)}`,
  `Of the text with the digest sha256 ${digest}.`,
  ...parts
    .filter(({claims}) => claims.length > 0)
    .flatMap(({title, claims}) => [
      '',
      title,
      ...claims.map(({says, holds}) => `  ${words[holds]}  ${showForeignLine(says)}`),
    ]),
];

/** Of one length, so that what is not proved stands out. */
const words: {readonly [Holds in Claim['holds']]: string} = {
  proved: 'proved    ',
  'not-proved': 'NOT PROVED',
  open: 'open      ',
};
