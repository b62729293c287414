import { writeFile } from 'node:fs/promises';
import { jsonSchemaFile, jsonSchemaText } from './jsonSchema.ts';

await writeFile(jsonSchemaFile, jsonSchemaText());
