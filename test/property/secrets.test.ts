/** Secrets: wherever one comes in, no fact has it. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import {scan} from '../../src/journal/chain.ts';
import type {Step} from '../../src/runbook/runbook.ts';
import {casesOf} from '../support/case-count.ts';
import {done, failedWith, fakeRunners, lost, printed} from '../support/fake-runners.ts';
import {
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  input,
  instructionStep,
  probe,
  runbookOf,
  sqlStep,
} from '../support/model.ts';
import {openEngine} from '../support/open-engine.ts';

const runs = casesOf({sample: 50, full: 1_000});

/** As people and machines make them: quotes, line feeds, halves of pairs, percent signs; long enough to be looked for, and no zero byte, which no program can receive. */
const secret = fc
  .string({
    unit: fc.oneof(fc.string({minLength: 1, maxLength: 1, unit: 'binary'}), fc.constantFrom(...`"'\\\n%/@:éß🔑`)),
    minLength: 8,
    maxLength: 40,
  })
  .filter(text => text.trim().length >= 8 && !text.includes('\0'));

const token: {outputs: Step['outputs']} = {
  outputs: {greeting: {value: "'hello ' + stdout", secret: false}, token: {value: 'stdout', secret: true}},
};

/** The secrets come in as inputs, in a connection, and from what a program printed; each text of the runbook uses one. */
const leakyRunbook = runbookOf(
  [
    commandStep('log_in', ['log_in'], token),
    {
      ...commandStep('env'),
      action: {
        kind: 'command',
        run: ['use', '${inputs.database.host}'],
        env: {TOKEN: '${steps.log_in.outputs.token}', ALL: '${inputs.replicas[0]} ${steps.log_in.outputs.greeting}'},
        stdin: '${inputs.password}',
        connection: '${inputs.database}',
      },
      outputs: {echo: {value: "stdout + ' and ' + inputs.password", secret: false}},
      requires: [probe('requires', {withinMs: 0})],
      verify: [probe('verify')],
    } as Step,
    {
      ...sqlStep('sql', ["select '${inputs.password}'"]),
      action: {
        kind: 'sql',
        connection: '${inputs.database}',
        statements: ['select $1'],
        params: ['${inputs.password}', '${steps.log_in.outputs.token}'],
        transaction: false,
      },
    } as Step,
    checkStep('look', {
      expect: 'true',
      onFailure: {do: 'continue'},
      probe: probe('look', {expect: 'stdout == inputs.password', failWhen: 'exit == 9'}),
    }),
    instructionStep('by_hand', ['type ${inputs.password}', 'then ${steps.log_in.outputs.token}'], {
      confirm: {type: '${inputs.database.database}'},
    }),
    decisionStep('which', [branch('one', [], {outputs: {derived: 'steps.log_in.outputs.token'}}), branch('two', [])], {
      propose: "'one'",
    }),
    checkStep('broken', {onFailure: {do: 'continue'}}),
    commandStep('failing', ['fail']),
    endStep('finish'),
  ],
  {
    inputs: {
      ...input('password', 'secret'),
      ...input('database', 'connection'),
      replicas: {name: 'replicas', type: 'list', of: 'connection', optional: false, span: {from: 0, to: 0}},
    },
  },
);

/** All texts of a value, names of members too. */
const textsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => [name, ...(member === undefined ? [] : textsIn(member))])
    : [];
};

test('whatever programs print, probes tell and people type, no secret stands in the journal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(secret, secret, secret, secret),
      async ([password, printedSecret, urlPassword, ofReplica]) => {
        const spelled = encodeURIComponent(urlPassword.toWellFormed());
        const replica = ofReplica.toWellFormed();
        const secrets = [password, printedSecret.replace(/[\r\n]+$/, ''), urlPassword.toWellFormed(), spelled, replica];
        const babble = (text: string) => `got ${secrets.join(' | ')} ${text}`;
        const runners = fakeRunners({
          verdict: name => {
            if (name === 'log_in#1') {
              return printed(printedSecret);
            }
            if (name === 'failing#1') {
              return {
                ...failedWith(3, babble('reason')),
                scope: {exit: 3, stdout: babble('out'), stderr: babble('err')},
              };
            }
            if (name.includes('broken')) {
              return lost(babble('broken'));
            }
            return name.includes('? look')
              ? {...done, scope: {exit: 1, stdout: `${'x'.repeat(280)}${password}`}}
              : printed(babble('printed'));
          },
        });
        const run = openEngine(leakyRunbook, {
          runners,
          inputs: {
            password,
            database: `postgresql://app:${spelled}@db-1:5432/tickets`,
            replicas: [
              'postgresql://db-2/tickets',
              `postgresql://app:${encodeURIComponent(replica)}@db-3:5432/tickets`,
            ],
          },
        });
        await run.settled();
        run.say({intent: 'note', reason: babble('note'), step: 'by_hand'});
        run.say({intent: 'confirm', value: 'tickets'});
        run.say({intent: 'tick', value: 0});
        run.say({intent: 'tick', value: 1});
        run.say({intent: 'done', reason: babble('done')});
        run.say({intent: 'choose', value: 'one', reason: babble('choose')});
        await run.settled();
        expect(run.told().at(-1)).toBe('failed failing#1, then hold');
        run.say({intent: 'override', reason: babble('override')});

        expect(run.state.outcome).toBe('recovered-with-exceptions');
        const facts: readonly Json[] = scan(Buffer.from(run.journal.text())).facts;
        const texts = facts.flatMap(textsIn);
        for (const value of secrets) {
          expect(texts.filter(text => text.includes(value))).toEqual([]);
          expect(texts.filter(text => text.includes(value.toWellFormed()))).toEqual([]);
        }
        // Nor the half of one that was cut.
        expect(texts.filter(text => text.includes(`xx${password.slice(0, 3)}`))).toEqual([]);
        // What ran had them all the same.
        expect(runners.requests.find(({attempt}) => attempt.step === 'sql')?.action).toMatchObject({
          params: [password, printedSecret],
        });
      },
    ),
    {numRuns: runs},
  );
});
