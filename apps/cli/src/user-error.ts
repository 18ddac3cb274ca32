/** Something that the person at the terminal can mend. The message is the one sentence that says how. */
export class UserError extends Error {}
