import { isAtLeast } from '@sysops-squad/chassis/text/textLength';
import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

/** @throws GraphQLError BAD_USER_INPUT */
export function readIdempotencyKey(key: string): string {
  if (!isAtLeast(key, 8) || key.length > 100) throw badUserInput('`idempotencyKey` must be 8 to 100 characters long.', 'input.idempotencyKey');
  return key;
}

/** @throws GraphQLError BAD_USER_INPUT */
export function readProductIds(ids: readonly string[]): readonly string[] {
  if (ids.length < 1 || ids.length > 50) throw badUserInput('`productIds` must hold 1 to 50 ids.', 'input.productIds');
  return ids;
}
