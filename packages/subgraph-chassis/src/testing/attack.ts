import type pg from 'pg';

export type Statement = [sql: string, ...values: unknown[]];

/**
 * Plain SQL of the tables' owner in one transaction, judged as at its commit, and undone whatever came of it.
 * Returns the name of the constraint that refused it (or the message, where it has no name), or `stored`.
 * @param without statements that take guards away before
 */
export async function attack(sql: pg.Pool, statements: readonly Statement[], without: readonly string[] = []): Promise<string> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN');
    for (const statement of without) await client.query(statement);
    for (const [text, ...values] of statements) await client.query(text, values);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'stored';
  } catch (error) {
    const { constraint, message } = error as { constraint?: string; message: string };
    return constraint ?? message;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
