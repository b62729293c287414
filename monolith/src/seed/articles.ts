import { seededId } from '../ids.ts';
import { complaints, remedies } from '../catalogue/names.ts';
import { products } from '../catalogue/products.ts';
import { categories, skills } from '../catalogue/skills.ts';
import type { Accounts } from './accounts.ts';
import { DAY, iso } from './calendar.ts';
import type { Expert } from './experts.ts';
import type { Row } from './insertRows.ts';
import { randomStream } from './random.ts';
import type { WrittenTicket } from './ticketRows.ts';

const tagNames = [...categories, 'Firmware', 'Power', 'Network', 'Noise', 'Display', 'Setup'].map((name) => name.toLowerCase());

type Writers = { experts: readonly Expert[]; accounts: Accounts; tickets: readonly WrittenTicket[]; today: number };

/** Articles by experts, every second one from a ticket that it solved, with two to four tags and one or two keywords. */
export function articleRows(count: number, { experts, accounts, tickets, today }: Writers) {
  const random = randomStream('articles');
  const solved = tickets.filter(({ completionHistoryId, story }) => completionHistoryId && story.product);
  const rows = { tags: named('tag', tagNames), keywords: named('kw', skills.map(({ name }) => name.toLowerCase())), articles: [] as Row[], articleTags: [] as Row[], articleKeywords: [] as Row[] };
  for (let n = 0; n < count; n += 1) {
    const source = n % 2 === 0 && solved.length > 0 ? random.pick(solved) : undefined;
    const product = source?.story.product ?? products[n % products.length]!;
    const author = source?.story.visit?.expert ?? random.pick(experts);
    const [complaint, remedy] = [random.pick(complaints), source?.story.resolution ?? random.pick(remedies)];
    const writtenAt = source ? momentAfter(source) : today - random.between(5, 600) * DAY;
    const id = seededId('art', n + 1);
    rows.articles.push({
      id, title: `${product.name}: ${complaint.replace(/\.$/, '').replace(/^It/, 'what to do when it')}`, body: body(product.name, complaint, remedy, product.needs.map(({ skill }) => skill.name)),
      author_user_id: accounts.userOf(author.id), ticket_history_id: source?.completionHistoryId ?? null, ticket_id: source?.id ?? null, ticket_number: source?.number ?? null,
      yes_votes: random.between(0, 60), no_votes: random.between(0, 12), published: true, created_at: iso(writtenAt), updated_at: iso(writtenAt),
    });
    const chosen = new Set([product.category.toLowerCase(), random.pick(tagNames), random.pick(tagNames), random.pick(tagNames)]);
    for (const tag of chosen) rows.articleTags.push(link('atg', rows.articleTags.length, { article_id: id, tag_id: idOf(rows.tags, tag) }));
    for (const { skill } of product.needs) rows.articleKeywords.push(link('akw', rows.articleKeywords.length, { article_id: id, keyword_id: idOf(rows.keywords, skill.name.toLowerCase()) }));
  }
  return rows;
}

const named = (prefix: string, names: readonly string[]) => names.map((name, n) => ({ id: seededId(prefix, n + 1), name }));
const idOf = (rows: { id: string; name: string }[], name: string) => rows.find((row) => row.name === name)!.id;
const link = (prefix: string, n: number, columns: Row): Row => ({ id: seededId(prefix, n + 1), ...columns });
const momentAfter = ({ story }: WrittenTicket) => story.steps.find(({ to }) => to === 'COMPLETED')!.at + 60_000;

const body = (product: string, complaint: string, remedy: string, knowledge: string[]) => [
  `## What the customer sees\n${complaint}`, `## What helped\n${remedy}`,
  `## Before you leave\nLet the customer try the ${product} for five minutes. You should know: ${knowledge.join(', ')}.`,
].join('\n\n');
