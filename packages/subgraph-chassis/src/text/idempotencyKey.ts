import { isAtLeast } from './textLength.ts';

/**
 * 8 to 100 characters. The shortest are counted as people see them and the longest in UTF-16 code units, so that
 * PostgreSQL, which counts code points, takes every key that passes under `length(key) BETWEEN 8 AND 100`.
 */
export const isIdempotencyKey = (key: string): boolean => isAtLeast(key, 8) && key.length <= 100;
