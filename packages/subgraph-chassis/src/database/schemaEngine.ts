import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { neverThrowing } from '../listeners.ts';

type Imports = Record<string, unknown>;

/** Node has it; the type definitions that describe it come with the DOM only. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Imports>) => { exports: Record<string, unknown> };
};

const POSTGRESQL: [string, string] = ['schema.prisma', 'datasource db { provider = "postgresql" }'];

let loaded: Promise<void> | undefined;

/** Prisma's schema engine in its WebAssembly build, bound to one database; nothing native, nothing downloaded. */
export async function withSchemaEngine<T>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await (loaded ??= loadWebAssembly());
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  let refused: Error | undefined;
  const adapter = bindMigrationAwareSqlAdapterFactory(withWholeScripts(pool, (error) => (refused = error)));
  const opened = await engine.SchemaEngine.new({ datamodels: [POSTGRESQL] }, () => undefined, adapter);
  try {
    return await use(opened);
  } catch (error) {
    // The engine tells where it was but swallows what the database said.
    const where = /migration_name="(.+?)"/.exec(String(error))?.[1];
    throw refused ? new Error(where ? `${where}: ${refused.message}` : refused.message, { cause: refused }) : error;
  } finally {
    opened.free();
    await pool.end();
  }
}

async function loadWebAssembly(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) } });
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const module = new WebAssembly.Module(await readFile(file));
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': importsOfEngine() });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

/** The engine never clears the timer that bounds its wait for a lock; unreferenced, it keeps no process alive. */
function importsOfEngine(): Imports {
  const imports: Imports = { ...engine };
  for (const name of Object.keys(imports).filter((key) => key.startsWith('__wbg_setTimeout_'))) {
    imports[name] = (callback: () => void, milliseconds: number) => setTimeout(neverThrowing(callback), milliseconds >>> 0).unref();
  }
  return imports;
}

/** The adapter cuts scripts at every semicolon, also inside a function body: hand each script over in one piece instead. */
function withWholeScripts(pool: pg.Pool, onRefused: (error: Error) => void): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const wrap = <T extends { executeScript(script: string): Promise<void>; underlyingDriver(): pg.Pool }>(adapter: T): T => {
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script).catch((error: Error) => {
        onRefused(error);
        throw error;
      });
    };
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wrap(await factory.connect()),
    connectToShadowDb: async () => wrap(await factory.connectToShadowDb()),
  };
}
