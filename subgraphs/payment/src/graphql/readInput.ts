import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { isIdempotencyKey } from '@sysops-squad/chassis/text/idempotencyKey';

/** @throws GraphQLError BAD_USER_INPUT */
export function readIdempotencyKey(key: string): string {
  if (!isIdempotencyKey(key)) throw badUserInput('`idempotencyKey` must be 8 to 100 characters long.', 'input.idempotencyKey');
  return key;
}

/** @throws GraphQLError BAD_USER_INPUT */
export function readProductIds(ids: readonly string[]): readonly string[] {
  if (ids.length < 1 || ids.length > 50) throw badUserInput('`productIds` must hold 1 to 50 ids.', 'input.productIds');
  return ids;
}
