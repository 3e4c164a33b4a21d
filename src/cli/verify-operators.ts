/** The heads of a record that people have signed, checked against the chain, the plan, and with ssh-keygen. */
import type {Scan} from '../journal/chain.ts';
import {parseHeadNote} from '../journal/head-note.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {type OperatorNote, operatorNotes} from '../journal/signing/operator-notes.ts';
import {fingerprintOf} from '../journal/signing/signature.ts';
import {namespaces} from '../journal/signing/sshsig.ts';
import type {Finding} from '../journal/verify/finding.ts';
import {type Verification, withFindings} from '../journal/verify/verify.ts';
import {checkSignedHead} from '../journal/verify/verify-head.ts';
import {type KnownKeys, personOf} from './known-keys.ts';
import {checkSignatureFor} from './ssh-keygen.ts';

/** Somebody who has signed a head: nobody's name where no plan names the key. */
export type Operator = {readonly name: string | null; readonly key: string; readonly entries: number};

/** The verification with who has signed; a signature that does not fit, or cannot be checked, is not good. */
export const withOperators = <Judged extends Verification>(
  {directory, scan}: {readonly directory: RunDirectory; readonly scan: Scan},
  judged: Judged,
  known: Pick<KnownKeys, 'people'>,
): Judged & {readonly operators: readonly Operator[]} => {
  const notes = operatorNotes(directory);
  const findings = notes.map(note => findingsOf(note, scan));
  const operators = notes
    .filter((_note, place) => findings[place]?.length === 0)
    .map(({key, note}) => ({
      name: personOf(key, known, scan.facts)?.name ?? null,
      key: fingerprintOf(key),
      entries: parseHeadNote(note)?.entries ?? 0,
    }));
  return withFindings({...judged, operators}, findings.flat());
};

const findingsOf = (signed: OperatorNote, scan: Scan): readonly Finding[] => {
  const head = parseHeadNote(signed.note);
  const why = signed.problem ?? (head ? whyNotSigned(signed) : 'the note does not have its form');
  if (why !== undefined || !head) {
    const message = `${signed.file} is not signed as it says: ${why}.`;
    return [{verdict: 'DAMAGED', code: 'operator', seq: null, message}];
  }
  return checkSignedHead(scan, head, signed.file);
};

const whyNotSigned = ({note, signature, key}: OperatorNote): string | undefined => {
  const checked = checkSignatureFor(namespaces.run, {message: note, signature, key});
  if (!checked.ok) {
    return checked.reason;
  }
  return checked.value ? undefined : 'the signature is not good';
};
