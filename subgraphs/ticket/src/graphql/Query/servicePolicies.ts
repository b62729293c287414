import { readPage } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import type { PageArguments } from './tickets.ts';

export async function servicePolicies(_: unknown, page: PageArguments, { application }: Context) {
  return application.queries.servicePolicies(readPage(page));
}
