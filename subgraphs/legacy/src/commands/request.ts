import type { Rest } from '../monolith/rest.ts';
import type { SessionTokens } from '../sessions/tokens.ts';
import type { SignInAttempts } from '../sessions/attempts.ts';

export type { Request } from '../queries/request.ts';

export type WritingParts = {
  rest: Rest;
  clock: () => Date;
  /** A new id with this prefix. */
  newId: (prefix: string) => string;
  tokens: SessionTokens;
  attempts: SignInAttempts;
};
