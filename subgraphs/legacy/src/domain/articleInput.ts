import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readLine, readProse } from '@sysops-squad/chassis/text/readText';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { ArticleInput } from './article.ts';

const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);

export function mistakesInArticle({ id, title, body, tags }: ArticleInput): UserError[] {
  return [
    ...(/^art_[\w-]{1,60}$/.test(id) ? [] : [invalid('id must be art_ and up to 60 letters, digits, _ or -.', 'id')]),
    ...refusalsIn(readLine(title, 'title', { maximum: 200 }), readProse(body, 'body', { maximum: 20_000 })),
    ...((tags?.length ?? 0) > 10 ? [invalid('At most 10 tags.', 'tags')] : []),
    ...refusalsIn(...(tags ?? []).map((tag, n) => readLine(tag, `tags[${n}]`, { maximum: 50 }))),
  ];
}
