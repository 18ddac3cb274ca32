/**
 * ASCII only, so that lower case means the same here, in PostgreSQL and in every mail system; international
 * domains come in their `xn--` form.
 */
export const emailPattern = /^[!-?A-~]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
export const maximumEmailLength = 254;

/** The form that is stored and compared. */
export const normaliseEmail = (email: string): string => email.toLowerCase();

export const isEmail = (text: string): boolean =>
  text.length <= maximumEmailLength && emailPattern.test(text);
