import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LauncherError } from './launcherError.ts';
import { projectRoot } from './projectRoot.ts';

const knownDatabases = ['auth', 'customer', 'payment', 'ticket', 'monolith', 'broker'] as const;
export type DatabaseName = (typeof knownDatabases)[number];

const knownProcesses = ['monolith', 'auth', 'customer', 'payment', 'ticket', 'legacy', 'router', 'ticket-workflow'] as const;
export type ProcessName = (typeof knownProcesses)[number];

/** Subgraphs that supergraph.yaml lists and this launcher has never heard of: each is one more process with one more database. */
export const furtherSubgraphs = listedSubgraphs().filter((name) => !(knownProcesses as readonly string[]).includes(name)) as (DatabaseName & ProcessName)[];
export const DATABASES: readonly DatabaseName[] = [...knownDatabases, ...furtherSubgraphs];
export const PROCESS_NAMES: readonly ProcessName[] = [...knownProcesses, ...furtherSubgraphs];

function listedSubgraphs(): string[] {
  const { subgraphs } = parse(readFileSync(join(projectRoot, 'supergraph.yaml'), 'utf8')) as { subgraphs: Record<string, unknown> };
  return Object.keys(subgraphs);
}

export type Settings = {
  /** 0 lets the system choose. */
  routerPort: number;
  host: string;
  dataDir: string;
  databaseUrls: Partial<Record<DatabaseName, string>>;
  redisUrl: string | undefined;
  publicUrl: string | undefined;
  seed: 'demo' | 'none';
  /** NODE_ENV=production: nothing that is published opens anything. */
  production: boolean;
  routerProcesses: number;
  ports: Partial<Record<ProcessName | 'postgres', number>>;
};

const port = z.coerce
  .number('must be a port number from 0 (the system chooses) to 65535')
  .int('must be a whole number')
  .min(0, 'must be a port number from 0 (the system chooses) to 65535')
  .max(65535, 'must be a port number from 0 (the system chooses) to 65535');
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host:5432/database' });

export const portVariable = (name: ProcessName | 'postgres') => `${name.toUpperCase().replace('-', '_')}_PORT`;
export const databaseVariable = (name: DatabaseName) => `DATABASE_URL_${name.toUpperCase()}`;

const otherPorts = [...PROCESS_NAMES.filter((name) => name !== 'router'), 'postgres'] as const;

const shape = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must look like https://support.example.org' }).optional(),
  ROUTER_PROCESSES: z.coerce.number('must be a number from 1 to 64').int('must be a whole number').min(1, 'must be at least 1').max(64, 'must be at most 64').default(1),
  SEED: z.enum(['demo', 'none'], 'must be demo or none').optional(),
  ...Object.fromEntries(otherPorts.map((name) => [portVariable(name), port.optional()])),
  ...Object.fromEntries(DATABASES.map((name) => [databaseVariable(name), postgresUrl.optional()])),
});

/** Reads the environment, and `.env` beside package.json for what the environment leaves out; an empty value counts as absent. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const envFile = join(projectRoot, '.env');
  if (environment === process.env && existsSync(envFile)) loadEnvFile(envFile);
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(given);
  if (!parsed.success) throw new LauncherError(parsed.error.issues.map(explain(given)).join('\n'));
  const production = given['NODE_ENV'] === 'production';
  const values: Record<string, unknown> & z.infer<typeof shape> = parsed.data;
  return {
    routerPort: values.PORT,
    host: values.HOST,
    dataDir: resolve(projectRoot, values.DATA_DIR),
    redisUrl: values.REDIS_URL,
    publicUrl: values.PUBLIC_URL,
    seed: values.SEED ?? (production ? 'none' : 'demo'),
    production,
    routerProcesses: values.ROUTER_PROCESSES,
    databaseUrls: pick(DATABASES, (name) => values[databaseVariable(name)] as string | undefined),
    ports: pick(otherPorts, (name) => values[portVariable(name)] as number | undefined),
  };
}

function loadEnvFile(envFile: string): void {
  try {
    process.loadEnvFile(envFile);
  } catch (error) {
    throw new LauncherError(`${envFile} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'damaged'}): correct it, or delete it`);
  }
}

/** Passwords are part of some values: those are not repeated. */
function explain(given: Record<string, string | undefined>) {
  return (issue: z.core.$ZodIssue): string => {
    const name = String(issue.path[0]);
    const value = name.endsWith('PORT') || ['SEED', 'HOST'].includes(name) ? ` (it is "${given[name]}")` : '';
    return `${name} ${issue.message}${value}: correct it in the environment or in .env`;
  };
}

function pick<Name extends string, Value>(names: readonly Name[], valueOf: (name: Name) => Value | undefined): Partial<Record<Name, Value>> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]).filter(([, value]) => value !== undefined)) as Partial<Record<Name, Value>>;
}
