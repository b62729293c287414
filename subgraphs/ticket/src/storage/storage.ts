import { evolve } from '../domain/evolve.ts';
import type { Fact, TicketCreated } from '../domain/facts.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import { insertTicket } from './insertTicket.ts';
import type { Origin } from './insertTicket.ts';
import { recordAttempt } from './dispatchAttempts.ts';
import type { DecidedAttempt } from './dispatchAttempts.ts';
import { feedEntries, feedParts } from './expertFeed.ts';
import { freedExperts, freedParts } from './freedTerritories.ts';
import { lockTicket } from './lockTicket.ts';
import type { Locked } from './lockTicket.ts';
import { gather, hurry } from './gather.ts';
import type { GatheredMessage, Gathering } from './gather.ts';
import { enqueue, firstTime, messageParts } from './outbox.ts';
import type { OutboxMessage } from './outbox.ts';
import { messagesOf } from './outboxMessages.ts';
import type { Database, Sql } from './prisma.ts';
import { extraParts } from './ticketExtras.ts';
import { saveTicket } from './saveTicket.ts';
import type { Step } from './saveTicket.ts';
import { logParts } from './ticketLog.ts';
import { finishTimers, schedule, timerParts } from './timers.ts';
import type { Timer } from './timers.ts';

export type Transaction = {
  /** For reads and writes of the caller's own, in the same transaction. */
  sql: Sql;
  lock: (ticketId: string) => Promise<Locked | null>;
  /** Rows, history, log, outbox, feeds and timers that follow from the facts. The ticket must be locked. */
  record: (ticket: Ticket, facts: readonly Fact[], actor: Actor) => Promise<Ticket>;
  firstTime: (messageId: string, handler: string) => Promise<boolean>;
  enqueue: (messages: readonly OutboxMessage[]) => Promise<void>;
  /** Leaves messages that wait for others of their kind, and become one with them. */
  gather: (messages: readonly GatheredMessage[], gathering: Gathering) => Promise<void>;
  /** What was gathered about this ticket waits no longer. */
  hurry: (ticketId: string) => Promise<void>;
  recordAttempt: (attempt: DecidedAttempt) => Promise<number>;
  schedule: (timers: readonly Timer[]) => Promise<void>;
  finishTimers: (ids: readonly string[]) => Promise<void>;
  /** Keys to be woken after the commit. */
  wakes: Set<string>;
};

export type Storage = {
  database: Database;
  /** False when this creator has used the key before; nothing is written then. */
  create: (fact: TicketCreated, origin: Origin, actor: Actor) => Promise<boolean>;
  /** All or nothing; afterwards whoever waits for what was written is woken. */
  transact: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
};

export type Waker = { send: (keys: string[]) => void };

// Waiting for a connection is long on purpose: a burst of new tickets queues here instead of being refused.
const limits = { maxWait: 20_000, timeout: 20_000 };

export function createStorage({ prisma, wake }: { prisma: Database; wake: Waker }): Storage {
  return {
    database: prisma,
    async create(fact, origin, actor) {
      const created = await insertTicket(prisma, fact, origin, actor);
      if (created) wake.send([`ticket:${fact.ticket.id}`, 'outbox']);
      return created;
    },
    async transact(work) {
      const wakes = new Set<string>();
      const result = await prisma.$transaction((sql) => work(transactionOn(sql, wakes)), limits);
      if (wakes.size > 0) wake.send([...wakes]);
      return result;
    },
  };
}

function transactionOn(sql: Sql, wakes: Set<string>): Transaction {
  const leave = async (messages: readonly OutboxMessage[]) => {
    await enqueue(sql, messages);
    if (messages.length > 0) wakes.add('outbox');
  };
  return {
    sql, wakes, enqueue: leave,
    lock: (id) => lockTicket(sql, id),
    gather: (messages, gathering) => gather(sql, messages, gathering),
    hurry: (ticketId) => hurry(sql, ticketId),
    async record(ticket, facts, actor) {
      const steps = stepsOf(ticket, facts);
      if (steps.length === 0) return ticket;
      const [messages, entries, freed] = [messagesOf(steps, actor), feedEntries(steps), freedExperts(steps)];
      const parts = [...extraParts(steps), ...logParts(steps, actor), ...messageParts(messages), ...timerParts(steps), ...freedParts(freed), ...feedParts(entries)];
      await saveTicket(sql, ticket, steps, parts);
      if (messages.length > 0) wakes.add('outbox');
      if (freed.length > 0 || steps.at(-1)!.after.status === 'AWAITING_DISPATCH') wakes.add('dispatch');
      wakes.add(`ticket:${ticket.id}`);
      for (const { expertId } of entries) wakes.add(`expert:${expertId}`);
      return steps.at(-1)!.after;
    },
    firstTime: (messageId, handler) => firstTime(sql, messageId, handler),
    recordAttempt: (attempt) => recordAttempt(sql, attempt),
    schedule: (timers) => schedule(sql, timers),
    finishTimers: (ids) => finishTimers(sql, ids),
  };
}

function stepsOf(ticket: Ticket, facts: readonly Fact[]): Step[] {
  let before = ticket;
  return facts.map((fact) => {
    const step = { fact, before, after: evolve(before, fact) };
    before = step.after;
    return step;
  });
}
