/** What a desk's export may call each of its columns; compared without case, spaces and punctuation. */
const names = {
  externalId: ['ticketid', 'id', 'ticketnumber', 'number', 'reference'],
  customerName: ['customername', 'name', 'requester', 'requestername'],
  customerEmail: ['customeremail', 'email', 'requesteremail'],
  customerPhone: ['customerphone', 'phone'],
  product: ['productpurchased', 'product', 'productname', 'device'],
  subject: ['ticketsubject', 'subject', 'title'],
  description: ['ticketdescription', 'description', 'body', 'message'],
  status: ['ticketstatus', 'status', 'state'],
  priority: ['ticketpriority', 'priority', 'severity'],
  createdAt: ['createdat', 'created', 'opened', 'openedat'],
  respondedAt: ['firstresponsetime', 'firstresponseat', 'respondedat'],
  resolvedAt: ['timetoresolution', 'resolvedat', 'closedat', 'resolutiontime'],
  resolution: ['resolution', 'resolutionnotes', 'solution'],
  rating: ['customersatisfactionrating', 'satisfactionrating', 'rating', 'csat'],
} as const;

export type Column = keyof typeof names;
export type Row = Partial<Record<Column, string>>;

const required: Column[] = ['externalId', 'customerName', 'customerEmail', 'product', 'status', 'priority'];
const plain = (header: string): string => header.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Which of our columns each header is; null for those that we leave out.
 * @throws when a column that every ticket needs is missing, naming it and what it may be called
 */
export function recognise(headers: string[]): (Column | null)[] {
  const columns = headers.map((header) => columnOf(plain(header)));
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length === 0) return columns;
  const wanted = missing.map((column) => `${column} (e.g. ${names[column].slice(0, 3).join(', ')})`).join('; ');
  throw new Error(`The file's first line has no column for ${wanted}. It has: ${headers.join(', ')}.`);
}

const columnOf = (header: string): Column | null =>
  (Object.keys(names) as Column[]).find((column) => (names[column] as readonly string[]).includes(header)) ?? null;
