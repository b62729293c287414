import { withSchemaEngine } from './schemaEngine.ts';

const EVERYTHING = { externalTables: [], externalEnums: [] };

/**
 * The SQL that leads from one schema.prisma (text; undefined: no tables at all) to another; undefined when there is no difference.
 * The database is only asked for its version: what only SQL can express (exclusion constraints, partial indexes, triggers) is neither seen nor dropped.
 */
export async function diffSchema(databaseUrl: string, before: string | undefined, after: string): Promise<string | undefined> {
  const { exitCode, stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: before === undefined ? { tag: 'empty' } : datamodel(before),
      to: datamodel(after),
      script: true,
      exitCode: true,
      filters: EVERYTHING,
    }),
  );
  return exitCode === 2 ? (stdout ?? undefined) : undefined;
}

function datamodel(content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] };
}
