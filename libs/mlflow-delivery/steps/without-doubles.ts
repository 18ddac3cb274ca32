import { isMlflowError } from '#libs/mlflow-ts-client';

/**
 * Removes all but one of what carries our tag. Doubles are born when a request that was given up is carried out
 * after the look-up that followed it.
 */
export async function removeOthers<Made>(
  found: readonly Made[],
  kept: (made: Made) => boolean,
  remove: (made: Made) => Promise<void>,
): Promise<void> {
  for (const made of found) {
    if (kept(made)) continue;
    try {
      await remove(made);
    } catch (error) {
      // Removed by an attempt whose reply was lost.
      if (!isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    }
  }
}

/** Every item of a search that is done page by page. */
export async function allOf<Made>(pages: AsyncIterable<Made>): Promise<Made[]> {
  const found: Made[] = [];
  for await (const made of pages) found.push(made);
  return found;
}
