/** The parts of an MLmodel file that an import needs. */
export interface MlModel {
  /** Names of the flavours. */
  readonly flavours: readonly string[];
  /** Path of the ONNX file beside the MLmodel file; undefined without that flavour. */
  readonly onnxFile: string | undefined;
}

/**
 * Reads an MLmodel file: YAML as PyYAML writes it (block style, or flow style within a flavour), or JSON, which is YAML
 * too. Not a parser of YAML: of all it says, two levels under `flavors` are looked at.
 */
export function readMlModel(text: string): MlModel {
  return readJson(text) ?? readBlocks(text);
}

function readJson(text: string): MlModel | undefined {
  try {
    const { flavors } = JSON.parse(text) as { flavors?: Record<string, { data?: unknown } | null> };
    const data = flavors?.['onnx']?.data;
    return { flavours: Object.keys(flavors ?? {}), onnxFile: typeof data === 'string' ? data : undefined };
  } catch {
    return undefined;
  }
}

function readBlocks(text: string): MlModel {
  const flavours: string[] = [];
  let onnxFile: string | undefined;
  let isInside = false;
  let depth: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, indentation = '', rest = ''] = /^( *)(.*)$/.exec(line)!;
    if (rest === '' || rest.startsWith('#')) continue;
    if (indentation.length === 0) {
      isInside = /^flavors\s*:/.test(rest);
      depth = undefined;
      continue;
    }
    if (!isInside) continue;
    depth ??= indentation.length;
    const [, key = '', value = ''] = /^["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(rest) ?? [];
    if (indentation.length === depth && key !== '') {
      flavours.push(key);
      if (key === 'onnx') onnxFile = /[{,]\s*["']?data["']?\s*:\s*([^,}]+)/.exec(value)?.[1];
    } else if (key === 'data' && flavours.at(-1) === 'onnx') onnxFile ??= value;
  }
  const plain = onnxFile?.trim().replace(/^(["'])(.*)\1$/, '$2');
  return { flavours, onnxFile: plain === '' ? undefined : plain };
}
