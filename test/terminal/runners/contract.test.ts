/** The real runners keep the contract that the engine relies on. */
import {keepsRunnerContract} from '../../contract/runner.ts';
import {runDirectory, session, shell} from '../../support/runner-session.ts';

keepsRunnerContract(() => ({
  runners: session(runDirectory()),
  printing: text => ({kind: 'command', argv: ['echo', text], env: {}}),
  failing: shell('exit 3'),
  missing: {kind: 'command', argv: ['pg_restore_from_the_moon'], env: {}},
  endless: {kind: 'command', argv: ['sleep', '1000'], env: {}},
}));
