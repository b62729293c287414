import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';

export type Comparison = { breaking: string[]; dangerous: string[]; safe: string[] };

/** What clients notice when the first schema is replaced by the second. */
export async function compareSchemas(before: GraphQLSchema, after: GraphQLSchema): Promise<Comparison> {
  const changes = await diff(before, after);
  const at = (level: CriticalityLevel) => changes.filter(({ criticality }) => criticality.level === level).map(describe).sort();
  return { breaking: at(CriticalityLevel.Breaking), dangerous: at(CriticalityLevel.Dangerous), safe: at(CriticalityLevel.NonBreaking) };
}

const describe = ({ path, message }: Change): string => (path ? `${path}: ${message}` : message);
