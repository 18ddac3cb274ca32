/**
 * The algorithm of versions whose file another program wrote. Nothing is known of such a graph but what it answers: it
 * cannot explain itself, and its answer to a row may change in the last bit when other rows stand beside it.
 */
export const importedAlgorithm = 'imported';
