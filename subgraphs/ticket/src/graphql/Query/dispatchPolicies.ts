import { readPage } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import type { PageArguments } from './tickets.ts';

export async function dispatchPolicies(_: unknown, page: PageArguments, { application }: Context) {
  return application.queries.dispatchPolicies(readPage(page));
}
