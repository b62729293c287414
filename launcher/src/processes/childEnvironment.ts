import { join } from 'node:path';

/** What Node made of our sources: a process that is started again serves in half the time. */
const COMPILED = join(import.meta.dirname, '../../../node_modules/.cache/compiled');
const SOMEBODYS = /^(DATABASE_URL_.*|REDIS_URL|PORT|HOST|DATA_DIR|SEED|.*_PORT|.*_(PRIVATE|PUBLIC|SIGNING)_KEYS?|.*_API_KEY|.*_SECRET|ADMIN_.*|npm_.*)$/;

/** What the person who starts us set reaches every child; addresses and secrets reach only the one that they are for. */
export function childEnvironment(own: Record<string, string | undefined>, inherited: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const passed = Object.entries(inherited).filter(([name]) => !SOMEBODYS.test(name));
  const given = Object.entries({ ...Object.fromEntries(passed), APOLLO_TELEMETRY_DISABLED: 'true', NODE_COMPILE_CACHE: COMPILED, ...own });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
