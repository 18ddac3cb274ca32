import type { ArtifactFile } from './delivered-run.js';

const encoder = new TextEncoder();

export function textFile(path: string, content: string): ArtifactFile {
  return { path, content: encoder.encode(content) };
}
