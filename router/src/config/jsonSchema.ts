import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from './configSchema.ts';

export const jsonSchemaFile = join(import.meta.dirname, '../../router.schema.json');

const reference = { type: 'string', pattern: '^\\$\\{env\\.\\w+(:-[^}]*)?\\}$' };

/** For editors: `# yaml-language-server: $schema=router.schema.json` above a router.yaml. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', override: ({ jsonSchema }) => allowReference(jsonSchema) });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A text may hold `${env.NAME}` anyway; a number or true and false may come from there, too. */
function allowReference(schema: Record<string, unknown>): void {
  if (!['integer', 'number', 'boolean'].includes(String(schema['type']))) return;
  const { description, ...own } = schema;
  for (const key of Object.keys(schema)) if (key !== 'description') delete schema[key];
  schema['anyOf'] = [own, reference];
}
