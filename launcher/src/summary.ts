import type { Settings } from './settings.ts';

const ACCOUNTS = [
  ['customer', 'raises tickets and follows them'],
  ['operative', 'answers the phone'],
  ['expert', 'gets offers, travels, repairs'],
  ['manager', 'sees the live operation'],
  ['admin', 'maintains users and reference data'],
];

type Urls = { router: string; /** Absent where mails go to a mail server. */ mails: string | undefined };

export function summary(settings: Settings, { router: url, mails }: Urls, seconds: number): string {
  return [
    '',
    `Ready after ${seconds.toFixed(1)} s.`,
    '',
    `  GraphQL, HTTP and WebSocket   ${url}/graphql`,
    `  Apollo Sandbox                ${url}/`,
    `  GraphiQL, works offline       ${url}/graphiql`,
    ...(mails ? [`  mails and SMS that were sent  ${mails}`] : []),
    `  logs, data                    ${settings.dataDir}`,
    ...(settings.seed === 'demo' ? describeAccounts(settings.production) : []),
    ...(settings.seed === 'demo' && !settings.production ? ['', '  In a second terminal, npm run demo plays one ticket from the call to the answered survey.'] : []),
    '',
    '  Ctrl-C stops everything and keeps the data; npm run reset deletes it.',
    '',
  ].join('\n');
}

function describeAccounts(production: boolean): string[] {
  if (production) return ['', '  The seeded accounts have a published password, which opens nothing in production.'];
  const accounts = ACCOUNTS.map(([name, does]) => `    ${`${name}@sysops.example`.padEnd(28)} ${does}`);
  return ['', '  Accounts, all with the password sysops-squad-demo:', ...accounts];
}
