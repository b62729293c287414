import type { RunSql } from '@sysops-squad/chassis/outbox/message';

export async function readCursor(sql: RunSql, name: string): Promise<string | null> {
  const [row] = await sql<{ cursor: string }>('SELECT cursor FROM workflow_cursor WHERE name = $1', [name]);
  return row?.cursor ?? null;
}

export async function saveCursor(sql: RunSql, name: string, cursor: string | null): Promise<void> {
  if (cursor === null) return;
  await sql('INSERT INTO workflow_cursor (name, cursor) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET cursor = EXCLUDED.cursor, saved_at = now()', [name, cursor]);
}

export const cursorAfter = ({ edges, pageInfo }: { edges: { cursor: string }[]; pageInfo: { endCursor: string | null } }): string | null =>
  edges.at(-1)?.cursor ?? pageInfo.endCursor;
