/** Each library and the libraries it may import. */
export declare const layers: Readonly<Record<string, readonly string[]>>;
