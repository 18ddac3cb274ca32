// Loaded into the server before its own code. Its starter can be killed in a way that it cannot pass on
// (SIGKILL); without this the server would live on, hold the port, and the next start would fail.
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  // As abrupt as what happened to the starter: the next start is made for that, and must not race with
  // an orderly shutdown of this one.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
