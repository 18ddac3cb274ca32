/**
 * The instructions of a Dockerfile by stage, as far as ours goes: no heredocs, no ONBUILD, no shell of its own.
 *
 * @typedef {{ name: string, value: string }} Instruction
 * @typedef {{ name: string, from: string, instructions: Instruction[] }} Stage
 * @param {string} text
 * @returns {Stage[]}
 */
export function parseDockerfile(text) {
  const stages = [];
  for (const line of logicalLines(text)) {
    const [, name, value] = /^(\S+)\s+(.*)$/s.exec(line) ?? [undefined, line, ''];
    if (name === 'FROM') {
      const [, from, stage] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(value);
      stages.push({ name: stage ?? String(stages.length), from, instructions: [] });
    } else stages.at(-1).instructions.push({ name, value });
  }
  return stages;
}

/** Options of an instruction (`--from=build`) and what follows them. */
export function optionsOf(value) {
  const options = {};
  let rest = value;
  for (let match; (match = /^--([a-z]+)(?:=(\S+))?\s+/.exec(rest)); rest = rest.slice(match[0].length))
    options[match[1]] = match[2] ?? '';
  return { options, rest };
}

/** The pairs of ENV and LABEL, with variables replaced. */
export function pairsOf(value, variables) {
  const pairs = {};
  for (const [, name, quoted, bare] of value.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S*))/g))
    pairs[name] = (quoted ?? bare).replace(/\$\{?(\w+)\}?/g, (_, variable) => variables[variable] ?? '');
  return pairs;
}

function logicalLines(text) {
  return text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
}
