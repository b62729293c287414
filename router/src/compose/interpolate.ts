import { CompositionFailed } from './compositionFailed.ts';

const reference = /\$\{env\.(\w+)(?::-([^}]*))?\}/g;

/** Replaces `${env.NAME}` and `${env.NAME:-default}` in every string of a YAML document. */
export function interpolate(value: unknown, environment: Record<string, string | undefined>): unknown {
  if (typeof value === 'string') return replaceReferences(value, environment, missing);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, environment));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, environment)]));
}

/** @param missing what stands for a name that is not set and has no default */
export const replaceReferences = (text: string, environment: Record<string, string | undefined>, missing: (name: string) => string): string =>
  text.replace(reference, (_, name: string, fallback?: string) => (environment[name] || fallback) ?? missing(name));

function missing(name: string): never {
  throw new CompositionFailed([`supergraph.yaml refers to \${env.${name}}: set ${name} or write a default, \${env.${name}:-…}`]);
}
