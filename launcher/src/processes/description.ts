import type { DatabaseUrls } from '../databases.ts';
import type { Keys } from '../keys.ts';
import { databaseVariable, furtherSubgraphs, type ProcessName } from '../settings.ts';

export type World = {
  databases: DatabaseUrls;
  keys: Keys;
  redisUrl: string | undefined;
  firstAdmin?: { email: string | undefined; password: string | undefined };
  host: string;
  /** Whether the pages of the router may name the demo accounts. */
  demoAccounts?: boolean;
  publicUrl: string;
  supergraphFile: string;
  outboxDir: string;
  /** Where the router reads which instances there are; absent: it is told where the only ones are when it starts. */
  instancesFile?: string;
  /** How many processes serve behind the router's port; absent: it is one process, and replaced by nobody. */
  routerProcesses?: number;
  /** Where each process listens, the first instance of it. */
  urls: Record<ProcessName, string>;
};

export type ProcessDescription = {
  name: ProcessName;
  entry: string;
  /** Must be ready before this one is started. */
  after: ProcessName[];
  /** Processes with the same number stop together, the lowest first. */
  stopsIn: 1 | 2 | 3 | 4;
  /** It holds its port, and replaces the processes behind it when asked by message. */
  replacesItself?: true;
  environment(world: World): Record<string, string | undefined>;
};

const graphql = (url: string) => `${url}/graphql`;

const broker = ({ databases, redisUrl }: World) => ({ DATABASE_URL_BROKER: databases.broker, REDIS_URL: redisUrl });
const behindRouter = ({ keys }: World) => ({ ROUTER_PUBLIC_KEY: keys.routerPublic });
const callsRouter = (name: ProcessName, { keys, urls }: World) => ({ SERVICE_PRIVATE_KEY: keys.servicePrivate[name], ROUTER_URL: graphql(urls.router) });

/** A subgraph as `npm run new:subgraph` makes it: the router's public key and a database are all it needs. */
const furtherSubgraph = (name: (typeof furtherSubgraphs)[number]): ProcessDescription => ({
  name,
  entry: `subgraphs/${name}/src/main.ts`,
  after: [],
  stopsIn: 3,
  environment: (world) => ({ ...behindRouter(world), [databaseVariable(name)]: world.databases[name] }),
});

/** Everything that runs: each process is given its own secrets and nobody else's. */
export const processes: ProcessDescription[] = [
  {
    name: 'monolith',
    entry: 'monolith/src/main.ts',
    after: [],
    stopsIn: 4,
    environment: ({ databases, keys, publicUrl, outboxDir }) => ({
      DATABASE_URL_MONOLITH: databases.monolith,
      MONOLITH_API_KEY: keys.monolithApiKey,
      SURVEY_TOKEN_SECRET: keys.surveyTokenSecret,
      NOTIFICATION_OUTBOX_DIR: outboxDir,
      PUBLIC_URL: publicUrl,
    }),
  },
  {
    name: 'auth',
    entry: 'subgraphs/auth/src/main.ts',
    after: [],
    stopsIn: 3,
    environment: (world) => ({
      ...behindRouter(world),
      ...callsRouter('auth', world),
      DATABASE_URL_AUTH: world.databases.auth,
      AUTH_SECRET: world.keys.authSecret,
      OIDC_CLIENT_SECRET: world.keys.oidcClientSecret,
      PUBLIC_URL: world.publicUrl,
      NOTIFICATION_OUTBOX_DIR: world.outboxDir,
      ADMIN_EMAIL: world.firstAdmin?.email,
      ADMIN_PASSWORD: world.firstAdmin?.password,
    }),
  },
  {
    name: 'customer',
    entry: 'subgraphs/customer/src/main.ts',
    after: [],
    stopsIn: 3,
    environment: (world) => ({ ...behindRouter(world), ...callsRouter('customer', world), DATABASE_URL_CUSTOMER: world.databases.customer, NOTIFICATION_OUTBOX_DIR: world.outboxDir }),
  },
  {
    name: 'payment',
    entry: 'subgraphs/payment/src/main.ts',
    after: [],
    stopsIn: 3,
    environment: (world) => ({
      ...behindRouter(world),
      DATABASE_URL_PAYMENT: world.databases.payment,
      PSP_WEBHOOK_SECRET: world.keys.pspWebhookSecret,
    }),
  },
  {
    name: 'ticket',
    entry: 'subgraphs/ticket/src/main.ts',
    after: [],
    stopsIn: 3,
    environment: (world) => ({ ...behindRouter(world), ...broker(world), DATABASE_URL_TICKET: world.databases.ticket }),
  },
  {
    name: 'legacy',
    entry: 'subgraphs/legacy/src/main.ts',
    after: ['monolith'],
    stopsIn: 3,
    environment: (world) => ({
      ...behindRouter(world),
      MONOLITH_URL: world.urls.monolith,
      MONOLITH_API_KEY: world.keys.monolithApiKey,
      LEGACY_SIGNING_KEY: world.keys.legacySigning,
    }),
  },
  ...furtherSubgraphs.map(furtherSubgraph),
  {
    name: 'router',
    entry: 'router/src/main.ts',
    after: ['auth', 'customer', 'payment', 'ticket', 'legacy', ...furtherSubgraphs],
    stopsIn: 1,
    replacesItself: true,
    environment: ({ urls, keys, supergraphFile, host, demoAccounts, instancesFile, routerProcesses }) => ({
      HOST: host,
      ROUTER_PROCESSES: routerProcesses?.toString(),
      INSTANCES_FILE: instancesFile,
      DEMO_ACCOUNTS: String(demoAccounts ?? false),
      SUPERGRAPH_FILE: supergraphFile,
      AUTH_URL: graphql(urls.auth),
      CUSTOMER_URL: graphql(urls.customer),
      PAYMENT_URL: graphql(urls.payment),
      TICKET_URL: graphql(urls.ticket),
      LEGACY_URL: graphql(urls.legacy),
      ...Object.fromEntries(furtherSubgraphs.map((name) => [`${name.toUpperCase()}_URL`, graphql(urls[name])])),
      ROUTER_PRIVATE_KEY: keys.routerPrivate,
      SERVICE_PUBLIC_KEYS: keys.servicePublic,
    }),
  },
  {
    name: 'ticket-workflow',
    entry: 'workers/ticket-workflow/src/main.ts',
    after: ['router'],
    stopsIn: 2,
    environment: (world) => ({ ...broker(world), ...callsRouter('ticket-workflow', world), DATABASE_URL_TICKET: world.databases.ticket, PUBLIC_URL: world.publicUrl }),
  },
];
