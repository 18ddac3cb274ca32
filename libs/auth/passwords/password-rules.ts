import { type FieldProblem, validationFailed } from '#libs/platform';
import { guessability } from './guessable-parts.js';

/** NIST SP 800-63B-4 where the password is the only factor. */
export const minimumPasswordLength = 15;
/** Keeps requests small; argon2 itself would take any length. */
export const maximumPasswordLength = 256;

/**
 * How many characters must belong to no pattern. Lower lets "Veridict2026Veridict!" through; higher starts
 * to refuse passphrases, which hold ordinary words by design.
 */
const minimumUnexplained = 5;

/**
 * The form that is hashed. Composed (NFC), because the same accented letter arrives composed from one
 * keyboard and decomposed from another; nothing is trimmed, cut or case-folded.
 */
export const normalisePassword = (password: string): string => password.normalize('NFC');

/**
 * What is wrong with a new password, or null. No composition rules and no periodic change (NIST SP
 * 800-63B-4, section 3.1.1.2); the sentence names the reason, never the password.
 */
export function passwordProblem(password: string, email: string): string | null {
  // An unpaired surrogate has no UTF-8 form: different passwords would become the same bytes.
  if (!password.isWellFormed()) return 'must be well-formed Unicode text';
  const normalised = normalisePassword(password);
  const length = [...normalised].length;
  if (length < minimumPasswordLength) return `must have at least ${minimumPasswordLength} characters`;
  if (length > maximumPasswordLength) return `must have at most ${maximumPasswordLength} characters`;
  const { unexplained, reasons } = guessability(normalised, contextWords(email));
  if (unexplained >= minimumUnexplained) return null;
  return `is too easy to guess: apart from ${reasons.join(', ')} it holds fewer than ${minimumUnexplained} characters`;
}

/** @throws DomainError `validation_failed` that points at `pointer` */
export function requireGoodPassword(password: string, email: string, pointer: FieldProblem['pointer']): void {
  const detail = passwordProblem(password, email);
  if (detail !== null) throw validationFailed([{ pointer, detail }]);
}

function contextWords(email: string): string[] {
  const parts = email.toLowerCase().split(/[^a-z0-9]+/);
  const local = email.toLowerCase().split('@')[0]!;
  return ['veridict', 'veridict.local', local, ...parts].filter((word) => word.length >= 3);
}
