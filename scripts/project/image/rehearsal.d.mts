export interface Image {
  /** Folder that stands for `/`. */
  readonly root: string;
  /** Absolute, in the image. */
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Absolute, in the image. */
  readonly writable: readonly string[];
  readonly user: string | undefined;
  /** What EXPOSE names. */
  readonly port: string | undefined;
}

export declare function rehearse(
  target: string,
  folder: string,
  options: {
    readonly buildArguments?: Readonly<Record<string, string>>;
    /** Does what RUN says, in the working directory. */
    readonly run: (command: string, folder: string) => Promise<void>;
  },
): Promise<Image>;

export declare function copy(from: string, to: string): void;

export declare function restrictWriting(image: Image): void;
