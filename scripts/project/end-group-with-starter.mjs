// Runs beside a process group: end-group-with-starter.mjs <group>. When the connection to the starter breaks before
// the starter said that the group has ended, the starter was killed, and the group would live on and hold its port.
let over = false;
process.on('message', () => (over = true));
process.on('disconnect', () => {
  if (over) process.exit();
  try {
    process.kill(-Number(process.argv[2]), 'SIGKILL');
  } catch {
    // It ended at the same moment.
  }
  process.exit();
});
