import type { DatasetDto, DatasetImportReportDto, InferredDatasetDto } from '#libs/datasets';
import { DatasetsHttpModule } from '#libs/datasets';
import { type RowsApp, startRowsApp } from './rows-app.js';

export type FileContent = string | Uint8Array<ArrayBuffer>;

export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export interface DatasetsApp extends RowsApp {
  readonly url: string;
  /** What the file would become. */
  infer(file: FileContent, definition?: object): Promise<InferredDatasetDto>;
  create(file: FileContent, definition?: object): Promise<DatasetDto>;
  /** The refusal of both: a dry run and the real one must not differ unless the test says so. */
  refusal(file: FileContent, definition?: object): Promise<Refused>;
  import(name: string, file: FileContent, query?: string): Promise<DatasetImportReportDto>;
  importRefusal(name: string, file: FileContent, query?: string): Promise<Refused>;
  rows(name: string, order?: string): Promise<Record<string, unknown>[]>;
}

/** The routes of datasets on a database of their own, with what files need. */
export async function startDatasetsApp(environment: Record<string, string> = {}): Promise<DatasetsApp> {
  const rows = await startRowsApp(DatasetsHttpModule, environment);
  await rows.app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${new URL(await rows.app.getUrl()).port}`;
  let made = 0;
  const post = (file: FileContent, definition: object, isDryRun: boolean): Promise<Response> => {
    const form = new FormData();
    form.set('file', new Blob([file]), 'file.csv');
    form.set('definition', JSON.stringify({ name: `table_${++made}`, ...definition }));
    return fetch(`${url}/datasets?dry_run=${isDryRun}`, {
      method: 'POST',
      body: form,
      headers: { 'x-test-role': 'admin' },
    });
  };
  const send = (name: string, file: FileContent, query: string): Promise<Response> =>
    fetch(`${url}/datasets/${name}/import${query}`, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
  return {
    ...rows,
    url,
    infer: async (file, definition = {}) => answer(await post(file, definition, true), 200),
    create: async (file, definition = {}) => answer(await post(file, definition, false), 201),
    refusal: async (file, definition = {}) => {
      const inferred = await refused(await post(file, definition, true));
      const created = await refused(await post(file, definition, false));
      if (JSON.stringify(inferred.errors) !== JSON.stringify(created.errors))
        throw new Error(`A dry run refuses otherwise: ${JSON.stringify([inferred, created])}`);
      return created;
    },
    import: async (name, file, query = '') => answer(await send(name, file, query), 200),
    importRefusal: async (name, file, query = '') => refused(await send(name, file, query)),
    rows: (name, order = '1') => rows.dataSource.query(`SELECT * FROM datasets."${name}" ORDER BY ${order}`),
  };
}

async function answer<Body>(response: Response, status: number): Promise<Body> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}

async function refused(response: Response): Promise<Refused> {
  const text = await response.text();
  if (response.status < 400) throw new Error(`Not refused: ${response.status}: ${text}`);
  return JSON.parse(text) as Refused;
}
