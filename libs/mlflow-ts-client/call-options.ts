/** The last argument of every call. */
export interface CallOptions {
  /** Stops the call, its attempts and the pauses between them; the call then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Deadline of each attempt in milliseconds: connecting, sending, waiting and reading together. */
  readonly timeoutMs?: number | undefined;
}

/** One page of a search. */
export interface Page<T> {
  readonly items: readonly T[];
  /** To be given to the next call; undefined at the end. */
  readonly nextPageToken: string | undefined;
}

/** Texts by key: how params and tags are given and returned. */
export type Texts = Readonly<Record<string, string>>;

/** Which objects a search sees: those in use, those deleted, or both. */
export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** Walks through every page of a search. */
export async function* everyItem<T>(
  page: (pageToken: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let pageToken: string | undefined;
  do {
    const { items, nextPageToken } = await page(pageToken);
    yield* items;
    pageToken = nextPageToken;
  } while (pageToken !== undefined);
}
