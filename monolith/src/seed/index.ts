export { createSchema, cutForeignKeys } from './createSchema.ts';
export { DEMO_PASSWORD, seed } from './seed.ts';
export type { SeedOptions, SeedResult } from './seed.ts';
