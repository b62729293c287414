import { createLogger } from '@sysops-squad/chassis/logger';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { createApplication } from '../../../../subgraphs/ticket/src/application.ts';
import { createWake } from '../../../../subgraphs/ticket/src/messaging/wake.ts';
import type { Priority } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import { openDatabase } from '../../../../subgraphs/ticket/src/storage/openDatabase.ts';
import { PARTS } from '../environment.ts';
import { startWorkflow, type WorkflowOptions } from '../start.ts';
import { startGraphServer } from './graphServer.ts';
import { aWorld, type World } from './world.ts';

type Place = { databaseUrl: string; redisUrl?: string; prefix: string };
type Creating = { productId?: string; addressId?: string; priority?: Priority; customerId?: string; windows?: { start: Date; end: Date }[] };

const customer = { kind: 'CUSTOMER', id: 'cus_1' } as const;

/** A ticket context of one test: its database, the commands of the subgraph, a graph, and workflow workers that come and go. */
export async function openDesk(broker: Place, world: World = aWorld(), database: Promise<TestDatabase> = testDatabase('ticket')) {
  const db = await database;
  const opened = openDatabase({ databaseUrl: db.url, applicationName: 'desk' });
  const { prisma } = opened;
  const wake = await createWake({ databaseUrl: db.url, redisUrl: broker.redisUrl });
  const { commands, queries } = createApplication({ prisma, wake });
  const graph = await startGraphServer(world);
  const workers = new Set<Awaited<ReturnType<typeof startWorkflow>>>();
  let keys = 0;

  return {
    world, graph, commands, queries, prisma,
    async work(options: Partial<WorkflowOptions> = {}) {
      const worker = await startWorkflow({
        databaseUrl: db.url, broker, routerUrl: graph.url, serviceKey: testKeys().service.private, publicUrl: 'https://squad.example', port: 0, host: '127.0.0.1',
        logger: createLogger('ticket-workflow'), gathering: { quietMs: 100, atMostMs: 1_000 }, ...options, timers: { fireMs: 50, dispatchMs: 200, sweepMs: 300, surveyPollMs: 200, ...options.timers },
      });
      workers.add(worker);
      // Whoever comes before the roster has been read is examined again half a second later.
      if ((options.parts ?? PARTS).includes('roster') && !graph.down.has('monolith')) await until('the roster has been read', async () => (await prisma.rosterProduct.count()) > 0);
      return { ...worker, stop: async () => { workers.delete(worker); await worker.stop(); } };
    },
    async create({ productId = 'prd_1', addressId = 'adr_1', priority = 'P3', customerId = 'cus_1', windows = [] }: Creating = {}): Promise<string> {
      const input = { productId, description: 'It is broken.', priority, addressId, windows, customerId, idempotencyKey: `create-${(keys += 1)}` };
      const made = await commands.createTicket(customer, input);
      if ('refused' in made) throw new Error(made.message);
      return made.ticketId;
    },
    cancel: (ticketId: string) => commands.cancelTicket(customer, ticketId, 'It works again.'),
    ticket: (id: string) => prisma.ticket.findUniqueOrThrow({ where: { id } }),
    offers: (ticketId: string) => prisma.offer.findMany({ where: { ticketId }, orderBy: { createdAt: 'asc' } }),
    /** The offer that is open, as soon as there is one. */
    async offer(ticketId: string) {
      await until(`an offer for ${ticketId}`, async () => (await prisma.offer.count({ where: { ticketId, status: 'OFFERED' } })) === 1);
      return prisma.offer.findFirstOrThrow({ where: { ticketId, status: 'OFFERED' } });
    },
    status: (ticketId: string, status: string) =>
      until(`${ticketId} is ${status}`, async () => (await prisma.ticket.findUniqueOrThrow({ where: { id: ticketId } })).status === status),
    /** The expert has rung for so long. */
    waited: (visitId: string, minutes = 15) => prisma.$executeRaw`UPDATE visit SET arrived_at = now() - interval '1 minute' * ${minutes}::int WHERE id = ${visitId}`,
    settled: () => until('every message handled', async () => (await prisma.outbox.count({ where: { ackedAt: null } })) === 0),
    sql: <Row>(text: string) => prisma.$queryRawUnsafe<Row[]>(text),
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await graph.stop();
      await wake.close();
      await opened.close();
      await db.drop();
    },
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

export async function until(what: string, isTrue: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
