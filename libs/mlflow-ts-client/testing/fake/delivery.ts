import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendEndlessHeaders, sendHugeBody, type Fault } from './faults.js';

const HTML_404 = '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n';

/** What the server would say. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What `--no-serve-artifacts` makes of every call to the proxy. */
export function artifactsDisabled(major: 2 | 3): Answer {
  if (major === 3) {
    const advice = 'Run `mlflow server` with `--serve-artifacts` to enable.';
    return json({ detail: `Artifact serving is disabled. ${advice}` }, 503);
  }
  const endpoint = '/api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>';
  return text(
    503,
    `Endpoint: ${endpoint} disabled due to the mlflow server running with \`--no-serve-artifacts\`.`,
  );
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

export function json(value: object, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value, null, 2) };
}

export function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

export function html404(): Answer {
  return { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML_404 };
}

/** Sends what `execute` answers, unless the fault has it otherwise. */
export async function deliver(
  response: ServerResponse,
  fault: Fault | undefined,
  execute: () => Answer,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return send(response, execute());
    case 'answer':
      return send(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
    case 'cut':
      return void response.destroy();
    case 'endlessHeaders':
      return sendEndlessHeaders(response);
    case 'hang':
      if (fault.isCarriedOut) execute();
      return;
    case 'slow':
      await sleep(fault.delayMs);
      return send(response, execute());
    case 'loseReply':
      execute();
      return void response.destroy();
    case 'emptyReply':
      return send(response, { ...execute(), body: '' });
    case 'hugeBody':
      execute();
      return sendHugeBody(response);
    case 'wrongTypes': {
      const answered = execute();
      const body = JSON.stringify(otherTypes(JSON.parse(String(answered.body))));
      return send(response, { ...answered, body });
    }
    case 'truncateReply': {
      const { status, headers, body } = execute();
      const bytes = Buffer.from(body);
      response.writeHead(status, { ...headers, 'content-length': bytes.length + 10 });
      response.write(bytes, () => response.destroy());
    }
  }
}

/** Texts as lists, lists as texts, numbers as objects. */
function otherTypes(value: unknown): unknown {
  if (Array.isArray(value)) return 'text';
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return { value };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, otherTypes(inner)]));
}
