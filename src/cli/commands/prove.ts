/** `lifeboat lint --proof RUNBOOK`: what holds on every way through one runbook, and what nobody can know before a run. */
import {printedJson} from '../../base/printed-json.ts';
import {sha256} from '../../journal/safe-file.ts';
import {proofOf} from '../../runbook/flow/proof.ts';
import {proofLines} from '../../runbook/flow/proof-lines.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {isDirectory, isPlanFile} from '../runbook-files.ts';
import {broken, terminalWidth} from '../terminal-width.ts';
import {type LintOptions, lintCommand, loadForLint} from './lint.ts';

/** What a claim says stands in a column of its own. */
const claimFrom = 14;

/** A runbook with errors has no proof: its findings are printed instead. */
export const proveCommand = (paths: readonly string[], options: LintOptions): number => {
  const [path] = paths;
  if (path === undefined || paths.length > 1 || isDirectory(path)) {
    return printRefusal(
      refuse('usage', 'A proof is of one runbook.', 'Give its file: lifeboat lint --proof FILE').reason,
    );
  }
  if (options.json !== true && (options.format === 'sarif' || options.format === 'github')) {
    const hint = 'Leave out --format or --proof: the findings of the linter are printed in every format.';
    return printRefusal(
      refuse('usage', `A proof is printed as text or as json, not as ${options.format}.`, hint).reason,
    );
  }
  if (isPlanFile(path)) {
    const hint = `${path} is a plan. Give the file of a runbook: lifeboat lint --proof FILE`;
    return printRefusal(refuse('usage', 'A proof is of one runbook.', hint).reason);
  }
  const loaded = loadForLint(path);
  if (!loaded.ok) {
    return printRefusal(loaded.reason);
  }
  const {runbook, waivers, plan, text} = loaded.value;
  if (!runbook) {
    return lintCommand([path], options);
  }
  const proof = proofOf(runbook, {plan, waivers});
  const digest = sha256(Buffer.from(text));
  process.stdout.write(
    options.json === true || options.format === 'json'
      ? `${printedJson({...proof, sha256: digest})}\n`
      : `${proofLines(proof, digest)
          .flatMap(line => broken(line, terminalWidth(), line.startsWith(' ') ? claimFrom : 0))
          .join('\n')}\n`,
  );
  return exitCodes.done.code;
};
