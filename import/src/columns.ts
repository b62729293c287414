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

/** Columns that every ticket needs. */
const required: Column[] = ['externalId', 'customerName', 'customerEmail', 'product', 'status', 'priority'];

/** Our columns by what the file calls them, where a person says so: takes precedence over the names we know. */
export type ColumnMap = ReadonlyMap<string, Column>;

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');

/** Reads `column=Header`, repeated. @throws for a column that we do not have */
export function readColumnMap(pairs: readonly string[]): ColumnMap {
  return new Map(pairs.map((pair) => {
    const [column, header] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (!(column in names) || header.trim() === '')
      throw new Error(`--map takes COLUMN=HEADER, with COLUMN one of ${Object.keys(names).join(', ')}; got "${pair}".`);
    return [plain(header), column as Column];
  }));
}

/** Which of our columns each header is; null for those that we leave out. Of two headers for one column the first counts. */
export function recognise(headers: readonly string[], map: ColumnMap): (Column | null)[] {
  const mapped = new Set(map.values());
  const taken = new Set<Column>();
  return headers.map((header) => {
    const known = columnOf(plain(header));
    const column = map.get(plain(header)) ?? (known && !mapped.has(known) ? known : null);
    if (column === null || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

/** @throws when a column that every ticket needs is missing, with what it may be called and how to say which it is */
export function requireColumns(headers: readonly string[], columns: readonly (Column | null)[]): void {
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const wanted = missing.map((column) => `${column} (e.g. ${names[column].slice(0, 3).join(', ')})`).join('; ');
  throw new Error(`The file's first line has no column for ${wanted}. It has: ${headers.join(', ')}. Say which it is with --map ${missing[0]}="…".`);
}

const columnOf = (header: string): Column | null =>
  (Object.keys(names) as Column[]).find((column) => (names[column] as readonly string[]).includes(header)) ?? null;
