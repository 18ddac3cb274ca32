import type { ServerResponse } from 'node:http';

/** What goes wrong with one request. */
export type Fault =
  /** An answer of a gateway or of MLflow itself; nothing is carried out. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut before anything is carried out. */
  | { readonly kind: 'cut' }
  /** Carried out, then the connection is cut: the reply is lost. */
  | { readonly kind: 'loseReply' }
  /** Carried out, but the reply stops in its middle. */
  | { readonly kind: 'truncateReply' }
  /** Carried out, but the reply is empty. */
  | { readonly kind: 'emptyReply' }
  /** Carried out, but every value of the reply has another type. */
  | { readonly kind: 'wrongTypes' }
  /** Never answered; carried out or not. */
  | { readonly kind: 'hang'; readonly isCarriedOut?: boolean }
  /** Carried out and answered after a while. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Carried out; the answer is a body of 1 GB. */
  | { readonly kind: 'hugeBody' }
  /** The headers of the answer never end. */
  | { readonly kind: 'endlessHeaders' };

/** Which requests a fault meets: those that match, after the first `after` of them, `times` of them. */
export interface FaultRule {
  readonly fault: Fault;
  /** Any method unless given. */
  readonly method?: string;
  /** Part of the path below the prefix, or a pattern for it; any path unless given. */
  readonly path?: string | RegExp;
  /** 0 unless given. */
  readonly after?: number;
  /** 1 unless given; Infinity for all. */
  readonly times?: number;
}

/** Ready-made faults. */
export const FAULTS = {
  internalError: mlflowError(500, 'INTERNAL_ERROR', 'planted'),
  invalidState: mlflowError(500, 'INVALID_STATE', 'planted'),
  htmlPage: answer(502, '<html><body><h1>502 Bad Gateway</h1></body></html>', {
    'content-type': 'text/html',
  }),
  cut: { kind: 'cut' },
  loseReply: { kind: 'loseReply' },
  hang: { kind: 'hang' },
} as const satisfies Readonly<Record<string, Fault>>;

export function answer(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'answer', status, body, headers };
}

/** @param retryAfter seconds or an HTTP date */
export function tooManyRequests(retryAfter?: string): Fault {
  return answer(429, 'slow down', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
}

export function mlflowError(status: number, errorCode: string, message: string): Fault {
  const body = JSON.stringify({ error_code: errorCode, message });
  return answer(status, body, { 'content-type': 'application/json' });
}

/** Holds the rules and says which fault, if any, a request meets. */
export class FaultPlan {
  private rules: { readonly rule: FaultRule; seen: number }[] = [];

  add(rule: FaultRule): void {
    this.rules.push({ rule, seen: 0 });
  }

  clear(): void {
    this.rules = [];
  }

  /** Every rule counts the requests it matches; the first one due decides. */
  next(method: string, path: string): Fault | undefined {
    let due: Fault | undefined;
    for (const entry of this.rules) {
      const { fault, after = 0, times = 1, ...match } = entry.rule;
      const isMatch =
        (match.method === undefined || match.method === method) &&
        (match.path === undefined ||
          (typeof match.path === 'string' ? path.includes(match.path) : match.path.test(path)));
      if (!isMatch) continue;
      entry.seen += 1;
      if (entry.seen > after && entry.seen <= after + times) due ??= fault;
    }
    return due;
  }
}

const CHUNK = Buffer.alloc(65_536, 0x20);
const HUGE = 1_073_741_824;

export function sendHugeBody(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': HUGE });
  let sent = 0;
  const pump = (): void => {
    while (!response.destroyed && sent < HUGE) {
      sent += CHUNK.length;
      if (!response.write(CHUNK)) return void response.once('drain', pump);
    }
    response.end();
  };
  pump();
}

export function sendEndlessHeaders(response: ServerResponse): void {
  const socket = response.socket;
  if (socket === null) return;
  socket.write('HTTP/1.1 200 OK\r\n');
  const line = `x-filler: ${'a'.repeat(1000)}\r\n`;
  const pump = (): void => {
    while (!socket.destroyed && socket.write(line));
    if (!socket.destroyed) socket.once('drain', pump);
  };
  socket.on('error', () => undefined);
  pump();
}
