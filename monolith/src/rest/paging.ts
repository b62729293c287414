import type { Request } from 'express';
import { wholeNumber } from './listQuery.ts';

/** `limit` and `offset` of a request; `most` bounds the limit. */
export function paging(query: Request['query'], most: number): { limit: number; offset: number } {
  return { limit: wholeNumber(query, 'limit', Math.min(50, most), 0, most), offset: wholeNumber(query, 'offset', 0, 0, 1_000_000) };
}
