/** An entity that another subgraph completes. */
export const reference = (id: string | null): { id: string } | null => (id === null ? null : { id });
