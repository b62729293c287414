import pg from 'pg';

/** One connection to each database for the time of the work; closed whatever becomes of it. */
export async function withClients<T>(urls: string[], work: (clients: pg.Client[]) => Promise<T>): Promise<T> {
  const clients = urls.map((connectionString) => new pg.Client({ connectionString, application_name: 'migration' }));
  try {
    for (const client of clients) await client.connect();
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
