export declare function contextFilter(text: string): (path: string) => boolean;
