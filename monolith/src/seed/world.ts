import { seededId } from '../ids.ts';
import { products, remarksOf } from '../catalogue/products.ts';
import { territories } from '../catalogue/territories.ts';
import { seedAccounts } from './accounts.ts';
import { articleRows } from './articles.ts';
import { DAY, iso } from './calendar.ts';
import { contractRows, moneyRows, seedContracts } from './contracts.ts';
import { FEWEST_EXPERTS, expertRows, qualifiedExperts, seedExperts } from './experts.ts';
import { expertiseRows } from './expertSkills.ts';
import type { Row } from './insertRows.ts';
import { notificationRows } from './notifications.ts';
import { customerRows, seedCustomers } from './people.ts';
import { surveyRows } from './surveys.ts';
import { ticketRows } from './ticketRows.ts';
import { seedTickets } from './tickets.ts';

const FOUNDED_DAYS_AGO = 900;

/** Every row of the seed by table, in an order in which the foreign keys hold. The same date and scale always give the same rows. */
export function seededTables(today: number, scale: number, passwordHash: string): [table: string, rows: Row[]][] {
  const size = (full: number, fewest: number) => Math.max(fewest, Math.round(full * scale));
  const founded = today - FOUNDED_DAYS_AGO * DAY;
  const customers = seedCustomers(size(5_000, 50), today);
  const experts = seedExperts(size(900, FEWEST_EXPERTS), today);
  const accounts = seedAccounts(customers, experts, passwordHash, founded);
  const contracts = seedContracts(customers, today);
  const money = moneyRows(contracts, today);
  const stories = seedTickets({ customers, contracts, qualified: qualifiedExperts(experts, today), today }, size(6_000, 90), size(60, 12));
  const { tickets, history, written } = ticketRows(stories, accounts);
  const knowledge = articleRows(size(300, 24), { experts, accounts, tickets: written, today });
  const surveys = surveyRows(size(1_500, 20), written, seededId('usr', 5), today);
  return [
    ['customer', customerRows(customers)], ['sysops_user', accounts.users], ['profile', accounts.profiles],
    ['location', locationRows()], ['expert_profile', expertRows(experts, accounts.profileOf, iso(founded))], ['expertise', expertiseRows(experts)],
    ['ticket_type', productRows()], ['contract', contractRows(contracts, today)], ['payment_method', money.methods], ['billing', money.billing],
    ['payment', money.payments], ['ticket', tickets], ['ticket_history', history], ['customer_notification', notificationRows(written, today)],
    ['tag', knowledge.tags], ['keyword', knowledge.keywords], ['article', knowledge.articles], ['article_tag', knowledge.articleTags],
    ['article_keyword', knowledge.articleKeywords], ['survey', surveys.surveys], ['survey_question', surveys.questions],
    ['customer_survey', surveys.invitations], ['customer_survey_question', surveys.asked], ['customer_survey_response', surveys.answers],
  ];
}

function locationRows(): Row[] {
  return territories.map(({ id, name, lat, lng, prefixes }) => ({ id, name, kind: 'TERRITORY', center_lat: lat, center_lng: lng, postcode_prefixes: prefixes }));
}

function productRows(): Row[] {
  return products.map((product) => ({
    id: product.id, name: product.name, category: product.category, visit_minutes: product.visitMinutes, remarks: remarksOf(product), active: true,
  }));
}
