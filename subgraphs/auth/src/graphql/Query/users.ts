import type { UsersArguments } from '../../queries/users.ts';
import type { Context } from '../context.ts';

export async function users(_: unknown, page: UsersArguments, { application }: Context) {
  return application.users(page);
}
