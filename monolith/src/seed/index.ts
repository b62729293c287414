export { createSchema, cutForeignKeys } from './createSchema.ts';
export { DEMO_PASSWORD } from './demoPassword.ts';
export { seed } from './seed.ts';
export type { SeedOptions, SeedResult } from './seed.ts';
