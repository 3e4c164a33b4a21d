/** What a server keeps of a password (SCRAM-SHA-256), computed here: the password itself never reaches it, nor its log. */
import {createHash, createHmac, pbkdf2Sync, randomBytes} from 'node:crypto';

/**
 * Rounds of the key derivation: what PostgreSQL itself uses (scram_iterations, 4096) and RFC 7677, section 4, names as the
 * least. More would help passwords that people make up; these are random.
 */
const iterations = 4_096;
/** As PostgreSQL has it (SCRAM_DEFAULT_SALT_LEN). */
const saltBytes = 16;
const keyBytes = 32;
/** 192 bits: nobody guesses it from a verifier that was stolen. */
const passwordBytes = 24;

/** A password of random letters, digits, - and _, which no file, shell or address has to quote. */
export const randomPassword = (): string => randomBytes(passwordBytes).toString('base64url');

/**
 * The text that ALTER ROLE … PASSWORD takes for a password that stays here (RFC 5802, section 3; PostgreSQL manual, 53.9):
 * `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`. Only for passwords of printable ASCII, which SASLprep leaves alone.
 */
export const scramVerifier = (password: string, salt: Buffer = randomBytes(saltBytes)): string => {
  const salted = pbkdf2Sync(password, salt, iterations, keyBytes, 'sha256');
  const storedKey = createHash('sha256').update(keyed(salted, 'Client Key')).digest('base64');
  const serverKey = keyed(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
};

const keyed = (key: Buffer, words: string): Buffer => createHmac('sha256', key).update(words).digest();
