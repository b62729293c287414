/** A row or JSON object whose columns a spec knows better than the compiler. */
export type Row = Record<string, any>;
