/**
 * What of a path .dockerignore leaves in the build context: the last pattern that matches decides, and a pattern
 * for a folder holds for everything in it.
 *
 * @param {string} text of the .dockerignore
 * @returns {(path: string) => boolean} whether a path, relative to the context, is sent
 */
export function contextFilter(text) {
  const rules = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), pattern: expression(line.replace(/^!/, '')) }));
  return (path) => rules.reduce((kept, { keeps, pattern }) => (pattern.test(path) ? keeps : kept), true);
}

function expression(pattern) {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\//g, '\0')
    .replace(/\*/g, '[^/]*')
    .replace(/\0/g, '(?:.*/)?');
  return new RegExp(`^${source}(?:/.*)?$`);
}
