import { readPage } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import type { PageArguments } from './tickets.ts';

export async function expertReport(_: unknown, { from, to, ...page }: PageArguments & { from: Date; to: Date }, { application }: Context) {
  return application.queries.expertReport({ from, to }, readPage(page));
}
