/** Signatures by the tool that everybody with a key has: ssh-keygen, of the package openssh-client. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Signed} from '../engine/context.ts';
import {approvalNamespace, armoured, compactSignature} from '../journal/signing/signature.ts';

const missing = 'Signatures need ssh-keygen, which is not here: install the package openssh-client.';

/** A tool that hangs must not hold the run for ever. */
const patienceMs = 10_000;

/** Whether the key made the signature, for this purpose and for exactly this message. Fails where it cannot be checked here. */
export const checkSignatureFor = (
  namespace: string,
  {message, signature, key}: Omit<Signed, 'message'> & {readonly message: string | Buffer},
): Result<boolean> => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-signature-'));
  try {
    const [signers, signed] = [join(directory, 'signers'), join(directory, 'signature')];
    writeFileSync(signers, `signer namespaces="${namespace}" ${key}\n`, {mode: 0o600});
    writeFileSync(signed, armoured(signature), {mode: 0o600});
    const args = ['-Y', 'verify', '-f', signers, '-I', 'signer', '-n', namespace, '-s', signed];
    const {status, error} = spawnSync('ssh-keygen', args, {
      input: message,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: patienceMs,
    });
    return error && status === null ? fail(missing) : succeed(status === 0);
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
};

/** The same for an approval. */
export const checkSignature = (signed: Signed): Result<boolean> => checkSignatureFor(approvalNamespace, signed);

/**
 * Signs with a private key, or with the agent's where a public key is given; a passphrase is asked for by ssh-keygen
 * itself. Gives the signature on one line.
 */
export const signFor = (namespace: string, message: string, keyFile: string): Result<string> => {
  const {status, error, stdout} = spawnSync('ssh-keygen', ['-Y', 'sign', '-f', keyFile, '-n', namespace], {
    input: message,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (error && status === null) {
    return fail(missing);
  }
  const signature = status === 0 ? compactSignature(stdout.toString('utf8')) : undefined;
  return signature === undefined ? fail(`ssh-keygen made no signature with ${keyFile}.`) : succeed(signature);
};
