import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Recognisable, so that secret scanners find a key that was committed by mistake. */
const mark = 'vdt_';
const lookupCharacters = 8;
/** log2(62^22) = 131 bits, so a fast hash protects a stored key as well as a slow one would. */
const secretCharacters = 22;
const checksumCharacters = 6;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const form = new RegExp(`^${mark}[0-9A-Za-z]{${lookupCharacters + secretCharacters + checksumCharacters}}$`);

export interface ApiKeyText {
  readonly key: string;
  /** Shown in lists and looked up; says nothing about the rest. */
  readonly prefix: string;
  readonly hash: Buffer;
}

export function generateApiKey(): ApiKeyText {
  const random = Array.from(
    { length: lookupCharacters + secretCharacters },
    () => alphabet[randomInt(alphabet.length)]!,
  ).join('');
  return described(mark + random + checksumOf(mark + random));
}

/** @returns null when the text cannot be a key: a typing error costs no query */
export function readApiKey(text: string): ApiKeyText | null {
  if (!form.test(text)) return null;
  const checked = text.slice(0, -checksumCharacters);
  return text.endsWith(checksumOf(checked)) ? described(text) : null;
}

const described = (key: string): ApiKeyText => ({
  key,
  prefix: key.slice(0, mark.length + lookupCharacters),
  hash: createHash('sha256').update(key).digest(),
});

/** CRC-32 in base62, six characters wide. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < checksumCharacters; place++) {
    digits = alphabet[rest % 62]! + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
