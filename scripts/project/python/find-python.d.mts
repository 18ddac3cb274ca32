/** A reason that the user can act on. */
export declare class PythonUnavailable extends Error {}

/** @throws PythonUnavailable */
export declare function findPython(
  range: { readonly oldest: readonly [number, number]; readonly newest?: readonly [number, number] },
  env?: Readonly<Record<string, string | undefined>>,
): string;
