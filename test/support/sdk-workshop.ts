import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

const compilerOptions = {
  module: 'nodenext',
  target: 'es2024',
  lib: ['es2024', 'dom'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  // As strict as compilers get about what a row may lack.
  exactOptionalPropertyTypes: true,
  outDir: 'built',
  rootDir: '.',
};

/** What the compiler says of one file. */
export interface Complaint {
  readonly file: string;
  readonly code: string;
  readonly text: string;
}

/** The folder of a developer who has our address, our packages' versions, and nothing of our code. */
export class SdkWorkshop {
  private constructor(readonly folder: string) {}

  /** @param options for its tsconfig.json; by default the strict ones of this class */
  static async open(options: object = { compilerOptions }): Promise<SdkWorkshop> {
    const workshop = new SdkWorkshop(await mkdtemp(join(tmpdir(), 'veridict-sdk-')));
    await symlink(join(repository, 'node_modules'), join(workshop.folder, 'node_modules'), 'junction');
    await workshop.write('package.json', JSON.stringify({ type: 'module' }));
    await workshop.write('tsconfig.json', JSON.stringify(options));
    return workshop;
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.folder, file), text);
  }

  /** With the project's own generator. */
  async generate(name: string, document: object): Promise<void> {
    await this.write(`${name}.json`, JSON.stringify(document));
    const places = [join(this.folder, `${name}.json`), join(this.folder, name)];
    await run(process.execPath, [join(repository, 'scripts/project/generate-sdk.mjs'), ...places]);
  }

  /** Compiles everything in the folder; says what is wrong with what, and builds what it can. */
  async compile(): Promise<Complaint[]> {
    const compiler = join(repository, 'node_modules/typescript/bin/tsc');
    const output = await run(process.execPath, [compiler, '--pretty', 'false'], { cwd: this.folder }).then(
      ({ stdout }) => stdout,
      (failure: { stdout?: string }) => {
        if (!failure.stdout) throw new Error('The compiler cannot be started', { cause: failure });
        return failure.stdout;
      },
    );
    return [...output.matchAll(/^(\S[^(]*)\(\d+,\d+\): error (TS\d+): (.*)$/gm)].map(
      ([, file, code, text]) => ({
        file: file!,
        code: code!,
        text: text!,
      }),
    );
  }

  /** Runs what was compiled and reads the JSON that it prints. */
  async run(file: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
    const { stdout } = await run(process.execPath, [join(this.folder, 'built', file)], {
      env: { PATH: process.env['PATH'], ...environment },
    });
    return JSON.parse(stdout);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
