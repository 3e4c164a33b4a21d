/** The key of one session: made when it opens, vouched for by the host, and gone with the process, so that nobody seals its past anew. */
import type {SessionVoucher} from '../../run/session-opened.ts';
import {headNote} from '../head-note.ts';
import type {Head} from '../journal.ts';
import {freshKey, type SigningKey} from './signing-key.ts';
import {namespaces, sshSignature} from './sshsig.ts';

export type SessionKey = {
  readonly voucher: SessionVoucher;
  /** The signature of a head, as a seal carries it. */
  readonly seal: (head: Head) => string;
  /** The same as a file for ssh-keygen. */
  readonly noteSignature: (head: Head) => string;
};

/** What the host signs. A later session, and another run, have another text. */
export const sessionText = (run: string, session: number, key: string): string =>
  `lifeboat/${run}\nsession ${session}\n${key}\n`;

/** Makes the key of a session of a run. */
export const openSessionKey = (run: string, session: number, host: SigningKey): SessionKey => {
  const own = freshKey();
  const seal = (head: Head): string => own.sign(namespaces.seal, headNote(run, head));
  return {
    voucher: {
      key: own.key,
      hostKey: host.key,
      keySignature: host.sign(namespaces.session, sessionText(run, session, own.key)),
    },
    seal,
    noteSignature: head => sshSignature({key: own.key, namespace: namespaces.seal, signature: seal(head)}),
  };
};
