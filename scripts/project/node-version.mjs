const oldest = [20, 19];

/** Ends the process with one clear sentence when the Node that runs it is too old to install with. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  console.error(
    `Veridict needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}. Install one from https://nodejs.org, then try again.`,
  );
  process.exit(1);
}
