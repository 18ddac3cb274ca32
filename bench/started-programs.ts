import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const credentials = { email: 'bench@example.org', password: 'long enough for a benchmark' };

/** Programs that a bench measures, and the folder of their data; `stop` leaves nothing of either. */
export class StartedPrograms {
  private readonly children: ChildProcess[] = [];
  private readonly folders: string[] = [];
  private stopping = false;

  /** A program that says where it answers. */
  async start(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.push(child);
    return new Promise((resolve, reject) => {
      let output = '';
      child.once('exit', (code, signal) => {
        const ended = `${args.join(' ')} ended with ${signal ?? `code ${code}`}`;
        // Once it has started, whoever asks it something only sees that the other side closed the connection.
        if (!this.stopping) console.error(ended);
        reject(new Error(`${ended}\n${output}`));
      });
      child.stdout.on('data', (chunk: Buffer) => {
        if (output.length < 100_000) output += chunk.toString();
        const address = /answers at (http:\S+)/.exec(output)?.[1];
        if (address) resolve(address);
      });
    });
  }

  /** Veridict, on an embedded database of its own unless the environment names one, and the header of an admin. */
  async startVeridict(
    environment: Record<string, string> = {},
  ): Promise<{ readonly url: string; readonly authorization: string }> {
    const dataDir = await mkdtemp(join(tmpdir(), 'veridict-bench-'));
    this.folders.push(dataDir);
    // The embedded PostgreSQL runs under another account when this runs as root.
    await chmod(dataDir, 0o755);
    const url = await this.start(['dist/apps/cli/src/main.js', 'start'], {
      DATA_DIR: dataDir,
      PORT: '0',
      ADMIN_EMAIL: credentials.email,
      ADMIN_PASSWORD: credentials.password,
      // What is served must not depend on what auto would choose.
      FIRST_MODEL_ALGORITHM: 'linear',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
      ...environment,
    });
    return { url, authorization: `Bearer ${await signIn(url)}` };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const child of this.children) {
      if (child.exitCode !== null) continue;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    }
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: credentials.email,
      password: credentials.password,
    }),
  });
  if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
