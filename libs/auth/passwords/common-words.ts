/**
 * Words that people build passwords from. The published lists of the commonest passwords hold hardly any
 * of 15 characters and more; what is common at that length is these words repeated, joined and decorated.
 * Written for this project: roots of such lists in English and French, names and seasons included.
 */
export const commonWords: readonly string[] = `
abc123 access account admin administrator alexander amour amanda andrea andrew angel anthony apple april
arsenal ashley august autumn azerty baby bailey banana barcelona baseball basketball batman beautiful
benjamin bienvenue biscuit bonjour buster butterfly camille changeme charlie chelsea cheese chocolat
chocolate christmas chouchou coffee company computer cookie correcthorsebatterystaple cowboy dallas daniel
database december default diamond doudou dragon eagle elephant enter example family february ferrari
flower football forever france freedom friday friend fuckyou garden george ginger guest hannah happy
harley hello hockey hunter iloveyou internet isabelle jasmine january jennifer jessica jesus jetaime
jordan joshua julien july june justin killer king letmein liberty liverpool london loulou love lovely
loveme maggie manager march marine marseille martin master matrix matthew maverick mercedes michael
michelle microsoft mickey midnight monday money monkey mother motdepasse moncoeur mustang mylove naruto
nathalie newyork nicolas nicole ninja nintendo november october office oliver orange pacman paris
passphrase passw0rd password patrick peanut pepper phoenix pokemon pompier prince princess private
purple qazwsx querty qwerty rainbow ranger robert root samantha saturday school secret security september
server service shadow sharon silver simplon smokey snoopy soccer soleil sophie spiderman spring starwars
startrek steelers strong summer sunday sunshine superman support sweet system taylor temporary test
testing thank thomas thunder thursday tigger toulouse trustno1 tuesday unknown user vanessa victoria
wednesday welcome whatever william winner winter wizard yankees yellow
`
  .split(/\s+/)
  .filter((word) => word !== '');

/** Rows and columns of the keyboards in use here; a walk along one of them, either way, is no secret. */
export const keyboardWalks: readonly string[] = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertzuiop',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2z3e4r5t6y7u8i9o0p',
  'abcdefghijklmnopqrstuvwxyz',
];
