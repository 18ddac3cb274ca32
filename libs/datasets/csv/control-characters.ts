/** Control characters. Line ends and tabs are text; PostgreSQL could not even store the first of the others. */
export const controlCharacter = /(?![\t\n\r])\p{Cc}/u;
