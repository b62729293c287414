export type ColumnKind = 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz' | 'date' | 'text[]' | 'jsonb';

export type Table = {
  /** Prefix of the ids that the monolith gives. */
  prefix: string;
  columns: Record<string, ColumnKind>;
  /** Columns or SQL expressions that `search` looks into. */
  search: string[];
  /** Never shown, filtered by or written through the generic resources. */
  hidden: string[];
  defaultSort: string;
};

type Description = Partial<Record<ColumnKind, string>> & { prefix: string; search?: string[]; hidden?: string[]; defaultSort?: string };

const words = (list: string | undefined) => (list ?? '').split(' ').filter(Boolean);

function table({ prefix, search = [], hidden = [], defaultSort = 'id', ...kinds }: Description): Table {
  const columns: Record<string, ColumnKind> = { id: 'text' };
  for (const [kind, names] of Object.entries(kinds)) for (const name of words(names)) columns[name] = kind as ColumnKind;
  return { prefix, columns, search, hidden, defaultSort };
}

const articleWords = `(SELECT string_agg(w.name, ' ') FROM (
  SELECT t.name FROM article_tag a JOIN tag t ON t.id = a.tag_id WHERE a.article_id = article.id
  UNION ALL SELECT k.name FROM article_keyword a JOIN keyword k ON k.id = a.keyword_id WHERE a.article_id = article.id) w)`;

/** The one description of all 24 tables that the REST resources are made from. */
export const tables: Record<string, Table> = {
  customer: table({
    prefix: 'cus', text: 'name email phone line1 city postcode country notify_channel quiet_start quiet_end time_zone',
    timestamptz: 'created_at', search: ['name', 'email', 'phone', 'id'],
  }),
  customer_notification: table({
    prefix: 'ntf', text: 'customer_id recipient_kind recipient_id channel address template subject body idempotency_key status error',
    integer: 'attempts', timestamptz: 'sending_until created_at sent_at', search: ['subject', 'address'], hidden: ['sending_until'],
  }),
  contract: table({
    prefix: 'con', text: 'customer_id plan_code plan_name currency status', bigint: 'monthly_price_cents', 'text[]': 'covered',
    timestamptz: 'starts_at ends_at created_at', search: ['plan_name'],
  }),
  billing: table({
    prefix: 'inv', text: 'contract_id customer_id number currency status', date: 'period_start period_end', bigint: 'amount_cents',
    timestamptz: 'issued_at', search: ['number'],
  }),
  payment: table({
    prefix: 'pay', text: 'billing_id payment_method_id currency status psp_reference', bigint: 'amount_cents',
    timestamptz: 'paid_at created_at', search: ['psp_reference'],
  }),
  payment_method: table({
    prefix: 'pm', text: 'customer_id psp_token brand last4', integer: 'expires_month expires_year', timestamptz: 'created_at', search: ['brand', 'last4'],
  }),
  ticket: table({
    prefix: 'tic',
    text: 'number customer_id ticket_type_id product_name description priority status attention_reason assigned_expert_id contract_id line1 city postcode country outcome resolution',
    timestamptz: 'window_start window_end scheduled_start scheduled_end created_at assigned_at started_at arrived_at completed_at closed_at',
    integer: 'version', search: ['number', 'product_name', 'description'],
  }),
  ticket_type: table({ prefix: 'prd', text: 'name category remarks', integer: 'visit_minutes version', boolean: 'active', search: ['name', 'category'] }),
  ticket_history: table({
    prefix: 'hst', text: 'ticket_id kind visibility actor_user_id from_status to_status note', integer: 'sequence', timestamptz: 'at', search: ['note'],
  }),
  sysops_user: table({
    prefix: 'usr', text: 'email password_hash role customer_id', boolean: 'active', timestamptz: 'created_at', search: ['email'], hidden: ['password_hash'],
  }),
  profile: table({ prefix: 'prf', text: 'user_id name email phone', timestamptz: 'created_at', search: ['name', 'email', 'phone'] }),
  expert_profile: table({
    prefix: 'exp', text: 'profile_id location_id time_zone', 'text[]': 'secondary_location_ids', 'double precision': 'home_lat home_lng',
    boolean: 'active', jsonb: 'shifts time_off', integer: 'max_daily_minutes version', timestamptz: 'created_at',
    search: ['id', '(SELECT p.name FROM profile p WHERE p.id = expert_profile.profile_id)'],
  }),
  expertise: table({
    prefix: 'exs', text: 'expert_profile_id skill_id skill_name category', integer: 'level', timestamptz: 'valid_until', boolean: 'verified', search: ['skill_name', 'category'],
  }),
  location: table({ prefix: 'ter', text: 'name kind', 'double precision': 'center_lat center_lng', 'text[]': 'postcode_prefixes', search: ['name'] }),
  article: table({
    prefix: 'art', text: 'title body author_user_id ticket_history_id ticket_id ticket_number', integer: 'yes_votes no_votes', boolean: 'published',
    timestamptz: 'created_at updated_at', search: ['title', 'body', articleWords],
  }),
  tag: table({ prefix: 'tag', text: 'name', search: ['name'] }),
  keyword: table({ prefix: 'kw', text: 'name', search: ['name'] }),
  article_tag: table({ prefix: 'atg', text: 'article_id tag_id' }),
  article_keyword: table({ prefix: 'akw', text: 'article_id keyword_id' }),
  survey: table({ prefix: 'sur', text: 'title author_user_id', boolean: 'active', timestamptz: 'created_at', search: ['title'] }),
  survey_question: table({ prefix: 'srq', text: 'survey_id kind text', integer: 'position', 'text[]': 'choices', search: ['text'] }),
  customer_survey: table({
    prefix: 'srv', text: 'survey_id customer_id token_hash idempotency_key subject status', timestamptz: 'sent_at answered_at',
    bigint: 'answered_sequence', search: ['subject'], hidden: ['token_hash'],
  }),
  customer_survey_question: table({ prefix: 'csq', text: 'customer_survey_id survey_question_id', integer: 'position' }),
  customer_survey_response: table({
    prefix: 'csr', text: 'customer_survey_question_id text choice', integer: 'rating', timestamptz: 'created_at', search: ['text', 'choice'],
  }),
};

export function visibleColumns(table: Table): string[] {
  return Object.keys(table.columns).filter((name) => !table.hidden.includes(name));
}

/** Columns for a RETURNING or SELECT list, without the hidden ones. */
export function selectList(name: string): string {
  return visibleColumns(tables[name]!).map((column) => `${name}."${column}"`).join(', ');
}
