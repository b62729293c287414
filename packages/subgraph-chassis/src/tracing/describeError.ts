/** What may be told of an error to whoever reads traces: its kind and code. Its message may quote what somebody typed. */
export function describeError(error: unknown): { 'error.type': string; 'exception.type'?: string } {
  if (!(error instanceof Error)) return { 'error.type': codeOf(error) ?? typeof error };
  const kind = error.constructor.name || error.name;
  return { 'error.type': codeOf(error) ?? kind, 'exception.type': kind };
}

/** Of a statement (SQLSTATE), of the network, or of GraphQL. */
function codeOf(error: unknown): string | undefined {
  const { code, extensions } = (error ?? {}) as { code?: unknown; extensions?: { code?: unknown } };
  return [extensions?.code, code].find((candidate): candidate is string => typeof candidate === 'string');
}
