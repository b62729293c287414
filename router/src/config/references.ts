import { parse } from 'yaml';
import { replaceReferences } from '../compose/interpolate.ts';
import type { Mistake } from './describeIssue.ts';
import type { Path } from './places.ts';

const onlyReference = /^\$\{env\.\w+(?::-[^}]*)?\}$/;

/** The value with `${env.NAME}` replaced everywhere: where nothing else is written, what stands for it may be a number as well. */
export function resolveReferences(value: unknown, environment: Record<string, string | undefined>, mistakes: Mistake[], path: Path = []): unknown {
  if (typeof value === 'string') return resolveText(value, environment, mistakes, path);
  if (Array.isArray(value)) return value.map((item, index) => resolveReferences(item, environment, mistakes, [...path, index]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, environment, mistakes, [...path, key])]));
}

function resolveText(text: string, environment: Record<string, string | undefined>, mistakes: Mistake[], path: Path): unknown {
  const resolved = replaceReferences(text, environment, (name) => {
    mistakes.push({ path, text: `refers to \${env.${name}}: set ${name}, or write a default, \${env.${name}:-…}` });
    return '';
  });
  if (!onlyReference.test(text)) return resolved;
  const scalar: unknown = parse(resolved);
  return typeof scalar === 'number' || typeof scalar === 'boolean' ? scalar : resolved;
}
