/** A row or JSON object whose columns a spec knows better than the compiler. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Row = Record<string, any>;
