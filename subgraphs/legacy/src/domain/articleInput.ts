import { normalText } from '@sysops-squad/chassis/text/normalText';
import { isAtMost } from '@sysops-squad/chassis/text/textLength';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { ArticleInput } from './article.ts';

const outside = (text: string, most: number) => normalText(text) === '' || !isAtMost(normalText(text), most);
const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);

export function mistakesInArticle({ id, title, body, tags }: ArticleInput): UserError[] {
  return [
    ...(/^art_[\w-]{1,60}$/.test(id) ? [] : [invalid('id must be art_ and up to 60 letters, digits, _ or -.', 'id')]),
    ...(outside(title, 200) ? [invalid('title must have 1 to 200 characters.', 'title')] : []),
    ...(outside(body, 20_000) ? [invalid('body must have 1 to 20,000 characters.', 'body')] : []),
    ...((tags?.length ?? 0) > 10 ? [invalid('At most 10 tags.', 'tags')] : []),
    ...(tags ?? []).flatMap((tag, n) => (outside(tag, 50) ? [invalid('A tag must have 1 to 50 characters.', `tags[${n}]`)] : [])),
  ];
}
