import { CompositionFailed } from './compositionFailed.ts';

const reference = /\$\{env\.(\w+)(?::-([^}]*))?\}/g;

/** Replaces `${env.NAME}` and `${env.NAME:-default}` in every string of a YAML document. */
export function interpolate(value: unknown, environment: Record<string, string | undefined>): unknown {
  if (typeof value === 'string') return value.replace(reference, (_, name: string, fallback?: string) => resolve(name, fallback, environment));
  if (Array.isArray(value)) return value.map((item) => interpolate(item, environment));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, environment)]));
}

function resolve(name: string, fallback: string | undefined, environment: Record<string, string | undefined>): string {
  const value = environment[name] || fallback;
  if (value === undefined) throw new CompositionFailed([`supergraph.yaml refers to \${env.${name}}: set ${name} or write a default, \${env.${name}:-…}`]);
  return value;
}
