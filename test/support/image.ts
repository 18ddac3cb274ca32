import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makePrograms, openToAll, runIn, startIn } from '../../scripts/project/image/container.mjs';
import { copy, type Image, rehearse, restrictWriting } from '../../scripts/project/image/rehearsal.mjs';
import { killAtTheEnd } from './leftover-processes.js';

/**
 * An image of the Dockerfile as a folder, with what this machine has already in the place of what takes minutes: the
 * packages of package-lock.json that are not for development, and the build. scripts/rehearse-image.mjs does it all.
 */
export class RehearsedImage {
  private constructor(
    readonly image: Image,
    private readonly folder: string,
    private readonly programs: string,
  ) {}

  static async make(target: string, buildArguments: Record<string, string> = {}): Promise<RehearsedImage> {
    const folder = mkdtempSync(join(tmpdir(), 'veridict-image-'));
    openToAll(folder);
    const programs = makePrograms(folder);
    const image = await rehearse(target, folder, { buildArguments, run: quickly(runIn(programs)) });
    restrictWriting(image);
    return new RehearsedImage(image, folder, programs);
  }

  /** CMD, with the environment of the image and `environment`, and nothing of ours. */
  start(environment: Record<string, string>): RunningImage {
    return new RunningImage(this.image, this.programs, environment);
  }

  remove(): void {
    execFileSync('chmod', ['-R', 'u+w', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class RunningImage {
  private readonly process;
  private output = '';
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(
    private readonly image: Image,
    private readonly programs: string,
    private readonly environment: Record<string, string>,
  ) {
    this.process = startIn(image, image.command, { programs, environment });
    killAtTheEnd(this.process);
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(this.process, 'close').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    );
  }

  get log(): string {
    return this.output;
  }

  /** After the program says that it answers, HEALTHCHECK must be content. @throws Error with the log */
  async healthy(): Promise<void> {
    await Promise.race([this.listening(), this.ended]);
    const { programs, environment } = this;
    const check = startIn(this.image, this.image.healthCheck, { programs, environment });
    const [code] = (await once(check, 'close')) as [number | null];
    if (code !== 0) throw new Error(`it is not healthy:\n${this.output}`);
  }

  private listening(): Promise<void> {
    return new Promise((resolve) => {
      this.process.stdout.on('data', () => this.output.includes('Ctrl-C') && resolve());
    });
  }

  stop(): Promise<number | NodeJS.Signals> {
    this.process.kill('SIGTERM');
    return this.ended;
  }
}

function quickly(run: (command: string, folder: string) => Promise<void>): typeof run {
  return async (command, folder) => {
    if (command.startsWith('npm ci --omit=dev')) linkPackages(folder);
    else if (command.includes('/tsc ')) {
      copy('dist', join(folder, 'dist'));
      mkdirSync(join(folder, 'data'));
    } else if (!/^npm (ci|rebuild) /.test(command)) await run(command, folder);
  };
}

function linkPackages(folder: string): void {
  const { packages } = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const paths = Object.keys(packages).filter((path) => !packages[path]!.dev && !packages[path]!.devOptional);
  const outermost = paths.filter((path) => path.lastIndexOf('node_modules/') === 0);
  execFileSync('cp', ['-al', '--parents', '--target-directory', folder, ...outermost], {
    cwd: dirname(realpathSync('node_modules')),
  });
}
