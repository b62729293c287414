import type { Habits } from '../cast/habits.ts';
import type { Measure } from '../checks/violation.ts';
import type { Patch } from './patch.ts';

/** The system with one guarantee taken out, layer by layer until it is really gone: the checker must notice. */
export type Mutant = {
  name: string;
  what: string;
  /** The measures of which at least one must not be zero. */
  caughtBy: readonly Measure[];
  /** Kinds of fault that bring it to light within seconds, when not every kind does. */
  provokedBy?: readonly string[];
  /** Of the people, where the usual ones would take long to come upon it. */
  habits?: Partial<Habits>;
  patches?: readonly Patch[];
  /** Run in the campaign's own database of this context, after migration. */
  sql?: Partial<Record<'ticket' | 'payment', string>>;
};

const storage = (file: string) => `subgraphs/ticket/src/storage/${file}.ts`;
const relay = 'packages/subgraph-chassis/src/outbox/relay.ts';
const consumer = 'packages/subgraph-chassis/src/outbox/consumer.ts';
const delivery = 'packages/subgraph-chassis/src/outbox/delivery.ts';

const noLock: Patch[] = [
  { file: storage('lockTicket'), find: 'SELECT 1 FROM ticket WHERE id = ${id} FOR NO KEY UPDATE', replace: 'SELECT 1 FROM ticket WHERE id = ${id}' },
  { file: storage('saveTicket'), find: 'ticket.id = ${before.id} AND ticket.version = ${before.version} RETURNING', replace: 'ticket.id = ${before.id} RETURNING' },
  { file: storage('ticketLog'), find: 'AS r ORDER BY r.sequence)`', replace: 'AS r ORDER BY r.sequence ON CONFLICT DO NOTHING)`' },
  { file: storage('ticketLog'), find: '${json(steps.map(logEntry))}::jsonb) AS r)`', replace: '${json(steps.map(logEntry))}::jsonb) AS r ON CONFLICT DO NOTHING)`' },
];
const anyTurn: Patch = { file: 'workers/ticket-workflow/src/dispatch/waiting.ts', find: 'return row!.held;', replace: 'return row!.held || true;' };
const noLook = (instead: string): Patch => ({ file: 'workers/ticket-workflow/src/dispatch/lockExperts.ts', find: 'if (chosen.length === 0) return;', replace: `if (chosen.length >= 0) ${instead}` });
/** Two workers match the visits of one territory at the same time, and do not look whether an expert was booked meanwhile. */
const noTurns: Patch[] = [anyTurn, noLook('return;')];
/** The same, and each takes its time. */
const slowTurns: Patch[] = [anyTurn, noLook('return new Promise((resolve) => setTimeout(resolve, 1_500));')];
const noHistoryGuards = `
  DROP TRIGGER ticket_history_continues ON ticket_history; DROP TRIGGER ticket_status_is_in_history ON ticket; DROP TRIGGER ticket_status_is_in_history ON ticket_history;`;
const noAgreement = `
  DROP TRIGGER ticket_agrees_with_its_offer ON ticket; DROP TRIGGER ticket_agrees_with_its_offer ON visit; DROP TRIGGER ticket_agrees_with_its_offer ON offer;`;

export const mutants: readonly Mutant[] = [
  {
    name: 'acknowledge-on-enqueue', what: 'a message counts as done as soon as the broker took it', caughtBy: ['stranded', 'untold'],
    provokedBy: ['broker-wipe', 'kill-workflow', 'broker-kill'],
    patches: [
      { file: relay, find: 'SET tries = message.tries + 1, handed_at =', replace: 'SET tries = message.tries + 1, acked_at = now(), handed_at =' },
      { file: delivery, find: 'WHERE id = $1 AND acked_at IS NULL AND dead_at IS NULL AND handed_at IS NOT NULL', replace: 'WHERE id = $1' },
    ],
  },
  {
    name: 'no-inbox', what: 'what was handled is handled again, and what follows from it gets a new id each time', caughtBy: ['twice', 'duplicateNotifications', 'wrongSurveys'],
    provokedBy: ['acknowledgements-forgotten', 'jobs-twice-in-reverse'],
    patches: [
      { file: consumer, find: 'return fresh ? effect(tx) : undefined;', replace: 'void fresh; return effect(tx);' },
      {
        file: 'workers/ticket-workflow/src/notifications/notification.ts', find: 'return { id: `${cause}:${template}:${recipientId}`,',
        replace: 'return { id: `${cause}:${template}:${recipientId}:${Math.random()}`,',
      },
    ],
  },
  {
    name: 'no-version-check', what: 'two changes of one ticket at the same moment are both written', caughtBy: ['gaps', 'twice', 'lost', 'doubleTicket', 'held'],
    patches: noLock, sql: { ticket: noHistoryGuards + noAgreement },
  },
  {
    name: 'cursor-by-time', what: 'the relay remembers how far it has read and looks only behind that', caughtBy: ['stranded', 'untold'],
    provokedBy: ['slow-postgres', 'stall-postgres', 'reset-postgres', 'kill-relay'],
    patches: [
      {
        file: relay, find: 'ORDER BY type = ANY ($4::text[]), next_at, id LIMIT (',
        replace: `AND (created_at, id) > ('\${(globalThis as any).sysopsCursor?.at ?? '-infinity'}'::timestamptz, '\${(globalThis as any).sysopsCursor?.id ?? ''}') ORDER BY created_at, id LIMIT (`,
      },
      { file: relay, find: 'RETURNING message.id, message.type, message.tries,', replace: 'RETURNING message.id, message.type, message.tries, message.created_at::text AS at,' },
      {
        file: relay, find: 'if (due.length === 0) return 0;',
        replace: `if (due.length === 0) return 0;
  (globalThis as any).sysopsCursor = due.map((row: any) => ({ at: row.at, id: row.id })).sort((a: any, b: any) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1)).at(-1);`,
      },
    ],
  },
  {
    name: 'no-unique-index', what: 'nothing forbids a second live assignment of a visit', caughtBy: ['doubleTicket', 'gaps', 'held'],
    patches: [
      ...noLock, ...noTurns,
      { file: 'workers/ticket-workflow/src/dispatch/waiting.ts', find: 'LIMIT $2 FOR NO KEY UPDATE OF ticket SKIP LOCKED`', replace: 'LIMIT $2`' },
    ],
    sql: {
      ticket: `DROP INDEX offer_one_live; DROP INDEX visit_one_open; ALTER TABLE visit DROP CONSTRAINT visit_ticket_id_ordinal_key; ALTER TABLE offer DROP CONSTRAINT offer_no_overlap;
        ${noHistoryGuards} ${noAgreement}`,
    },
  },
  {
    name: 'no-exclusion', what: 'nothing forbids two bookings of one expert at one time', caughtBy: ['doubleExpert'],
    habits: { leave: 0.75 },
    patches: slowTurns,
    sql: { ticket: 'ALTER TABLE offer DROP CONSTRAINT offer_no_overlap;' },
  },
  {
    name: 'skill-unchecked', what: 'dispatch does not look at skills, and neither does the database', caughtBy: ['wrong'],
    patches: [
      { file: 'subgraphs/ticket/src/domain/dispatch/rules.ts', find: "['SKILL_MISSING', ({ expert, request }) => listed(", replace: "['SKILL_MISSING', ({ expert, request }) => (expert ? null : null) && listed(" },
      { file: 'subgraphs/ticket/src/domain/dispatch/rules.ts', find: "['SKILL_LEVEL', ({ expert, request }) => listed(", replace: "['SKILL_LEVEL', ({ expert, request }) => (expert ? null : null) && listed(" },
      { file: storage('saveTicket'), find: "fact.skills, fact.type === 'TicketAssigned')", replace: 'fact.skills, true)' },
    ],
    sql: { ticket: 'DROP TRIGGER offer_has_required_skills ON offer; DROP TRIGGER offer_has_required_skills ON offer_skill;' },
  },
  {
    name: 'cancel-without-release', what: 'a cancelled ticket keeps its expert', caughtBy: ['held'], habits: { haste: 0 },
    patches: [
      {
        file: 'subgraphs/ticket/src/domain/evolveVisit.ts', find: "{ status: 'WITHDRAWN', answeredAt: offer?.answeredAt ?? at, releasedAt: at }",
        replace: "{ status: 'WITHDRAWN', answeredAt: offer?.answeredAt ?? at, releasedAt: null }",
      },
    ],
    sql: { ticket: `ALTER TABLE offer DROP CONSTRAINT offer_released_when_over; ${noAgreement}` },
  },
  {
    name: 'cool-down-ignored', what: 'who has refused a visit is asked again at once', caughtBy: ['askedAgain'], habits: { refuse: 0.4 },
    patches: [
      { file: 'subgraphs/ticket/src/domain/dispatch/rules.ts', find: 'expertId === expert.id && until > now);', replace: 'expertId === expert.id && until > now && false);' },
    ],
  },
  {
    name: 'effect-outside-transaction', what: 'a message is acknowledged first and acted upon afterwards', caughtBy: ['stranded', 'untold', 'wrongSurveys'],
    provokedBy: ['crash-effect-before-acknowledgement', 'kill-workflow', 'reset-postgres'],
    patches: [
      {
        file: consumer, find: `const fresh = await acknowledge(settings.sqlOf(tx), message.id, settings.name, settings.tables);`,
        replace: `const fresh = await settings.inTransaction((first) => acknowledge(settings.sqlOf(first), message.id, settings.name, settings.tables));`,
      },
    ],
  },
  {
    name: 'invoice-not-idempotent', what: 'billing a month again makes its invoices again', caughtBy: ['wrongInvoices'],
    patches: [
      { file: 'subgraphs/payment/src/storage/billing.ts', find: 'WHERE ${activeIn(period)} AND NOT ${invoicedIn(period)} ORDER BY c.id', replace: 'WHERE ${activeIn(period)} AND (NOT ${invoicedIn(period)} OR random() < 0.05) ORDER BY c.id' },
    ],
    sql: { payment: 'DROP INDEX invoice_once_per_contract_and_month;' },
  },
  {
    name: 'resume-off-by-one', what: 'a subscriber who comes back misses the first event', caughtBy: ['missedPushes'],
    provokedBy: ['reset-edge', 'kill-ticket'], habits: { watch: 0.2 },
    patches: [
      { file: 'subgraphs/ticket/src/queries/offerEvents.ts', find: 'let position = from ?? head;', replace: 'let position = from === null ? head : from + 1;' },
      { file: 'subgraphs/ticket/src/queries/ticketChanges.ts', find: 'let position = from ?? version;', replace: 'let position = from === null ? version : from + 1;' },
    ],
  },
  {
    name: 'resume-repeats', what: 'a subscriber who comes back sees the last event again', caughtBy: ['missedPushes'],
    provokedBy: ['reset-edge', 'kill-ticket'], habits: { watch: 0.2 },
    patches: [
      { file: 'subgraphs/ticket/src/queries/offerEvents.ts', find: 'let position = from ?? head;', replace: 'let position = from === null ? head : from - 1;' },
      { file: 'subgraphs/ticket/src/queries/ticketChanges.ts', find: 'let position = from ?? version;', replace: 'let position = from === null ? version : from - 1;' },
    ],
  },
  {
    name: 'notification-without-key', what: 'each attempt to notify is a notification of its own', caughtBy: ['duplicateNotifications', 'untold'],
    provokedBy: ['crash-sent-before-acknowledgement', 'acknowledgements-forgotten'],
    patches: [
      { file: 'workers/ticket-workflow/src/handlers/deliverNotification.ts', find: 'idempotencyKey: message.id,', replace: 'idempotencyKey: `${message.id}:${Math.random()}`,' },
    ],
  },
  {
    name: 'create-not-idempotent', what: 'a ticket that is created again is another ticket', caughtBy: ['twice'],
    provokedBy: ['reset-edge', 'kill-router', 'crash-commit-before-reply'],
    patches: [
      { file: storage('beforeCreating'), find: 'AND made.idempotency_key = ${idempotencyKey}', replace: 'AND made.idempotency_key = ${idempotencyKey} AND false' },
      { file: storage('insertTicket'), find: 'ON CONFLICT (created_by_kind, created_by_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id', replace: 'RETURNING id' },
    ],
    sql: { ticket: 'DROP INDEX ticket_idempotency;' },
  },
  {
    name: 'commit-without-flush', what: 'PostgreSQL answers before what it was given is on the disk', caughtBy: ['lost', 'gaps', 'missedPushes'],
    provokedBy: ['postgres-crash'],
    sql: {
      // Of all databases: a commit that is flushed takes the others with it.
      ticket: `DO $$ DECLARE each name; BEGIN
        FOR each IN SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate LOOP EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', each); END LOOP; END $$;`,
    },
  },
  {
    name: 'survey-after-cancel', what: 'a cancelled ticket is surveyed too', caughtBy: ['wrongSurveys'],
    patches: [
      {
        file: 'workers/ticket-workflow/src/handlers/ticketCancelled.ts', find: "await tx.enqueue([notification(message.id, ticket, { template: 'TICKET_CANCELLED' }), ...toExpert]);",
        replace: `await tx.enqueue([notification(message.id, ticket, { template: 'TICKET_CANCELLED' }), ...toExpert,
      { id: \`\${message.id}:survey\`, type: 'invite_to_survey', aggregateId: ticket.id, version: null, payload: { ticketId: ticket.id, ticketNumber: ticket.number, customerId: ticket.customerId, productName: ticket.productName } }]);`,
      },
    ],
  },
  {
    name: 'anybody-may-look', what: "a customer sees everybody's tickets", caughtBy: ['leaks'], habits: { pry: 0.3 },
    patches: [
      { file: 'subgraphs/ticket/src/domain/viewer.ts', find: 'viewer.customerId !== null && viewer.customerId === ticket.customerId', replace: 'viewer.customerId !== null' },
    ],
  },
  {
    name: 'charged-again', what: 'after a silence of the provider the invoice is charged anew', caughtBy: ['wrongInvoices'],
    provokedBy: ['kill-payment', 'crash-captured-before-settled'],
    patches: [
      { file: 'subgraphs/payment/src/commands/collectPayments.ts', find: 'let state = ask ? await psp.fetch(id) : null;', replace: 'let state: PspPayment | null = ask ? await psp.capture((await psp.authorise({ paymentId: `${id}-again`, token: pspToken, amount })) && `${id}-again`) : null;' },
    ],
  },
  {
    name: 'card-number-kept', what: 'whatever stands in the field for the token is kept', caughtBy: ['cardNumbers'],
    patches: [{ file: 'packages/subgraph-chassis/src/cardNumbers/guardFreeText.ts', find: 'return at === undefined ?', replace: "return at === undefined || field.name === 'addPaymentMethod' ?" }],
    sql: {
      payment: `DO $$ DECLARE rule record; BEGIN
        FOR rule IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%holds_card_number%' LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.place, rule.conname);
        END LOOP; END $$;`,
    },
  },
  {
    name: 'import-tells', what: 'whoever has a ticket that is imported gets a mail', caughtBy: ['migration'],
    patches: [{
      file: 'subgraphs/ticket/src/commands/importTickets.ts', find: 'await parts.storage.transact(({ sql }) => insertImported(sql, source, firstOfEach(wanted), actor));',
      replace: `await parts.storage.transact(async ({ sql, enqueue }) => {
    const made = await insertImported(sql, source, firstOfEach(wanted), actor);
    const told = { template: 'TICKET_UPDATED', recipientKind: 'CUSTOMER', recipientId: rows[0]!.customerId, ticketNumber: 'SYS-1', productName: '', expertId: null, start: null, end: null, expiresAt: null, link: null };
    await enqueue([...made].map((id) => ({ id: \`\${id}:imported\`, type: 'deliver_notification', aggregateId: id, version: null, payload: told })));
    return made;
  });`,
    }],
  },
];

export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`there is no mutant ${name}; npm run chaos -- --list-mutants names them`);
  return found;
}
