/** Verifiers are those of the standard, and passwords are such as nothing has to quote. */
import {expect, test} from 'vitest';
import {randomPassword, scramVerifier} from '../../../src/breach/scram-verifier.ts';

// RFC 7677, section 3: user "user", password "pencil", and the keys that follow from its exchange.
test('the verifier of the example in RFC 7677 is the one that its signatures come from', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('no two passwords or salts are alike, and a password is 32 harmless characters', () => {
  expect(new Set([randomPassword(), randomPassword(), randomPassword()]).size).toBe(3);
  expect(randomPassword()).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(scramVerifier('same')).not.toBe(scramVerifier('same'));
});
