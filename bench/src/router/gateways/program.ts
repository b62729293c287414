import type { Fixture } from '../fixture.ts';
import type { AccessToken } from '../tokens.ts';

export type Program = { command: string; args: string[]; env: NodeJS.ProcessEnv; path: string; /** What its callers send. */ token: AccessToken };

export type Start = {
  fixture: Fixture;
  port: number;
  /** A peer verifies tokens and limits operations as far as it can; otherwise it is as it comes. Ours does both always. */
  guarded: boolean;
  /** Node's, for ours. */
  nodeOptions?: string[];
};

/** How a gateway is started, in production; undefined: it is not installed. */
export type StartProgram = (start: Start) => Promise<Program | undefined>;

export const production = { PATH: process.env['PATH'], NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', DO_NOT_TRACK: '1' };
