import { Router } from 'express';
import type { Request } from 'express';
import type { Pool } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput, notFound, staleVersion } from '../refusal.ts';
import { selectList, tables } from '../tables.ts';
import type { Table } from '../tables.ts';
import { listQuery } from './listQuery.ts';
import { rowToWrite } from './writeRow.ts';
import type { Row } from './writeRow.ts';

/** GET (list and one), POST, PATCH and DELETE over every table, all made from its description. */
export function resourceRoutes(pool: Pool): Router {
  const router = Router();
  for (const [name, table] of Object.entries(tables)) {
    router.get(`/${name}`, async (request, response) => {
      const { rows, total } = await list(pool, name, table, request.query);
      response.set('x-total-count', String(total)).json(rows);
    });
    router.get(`/${name}/:id`, async (request, response) => void response.json(await readOne(pool, name, request.params.id)));
    router.post(`/${name}`, async (request, response) => void response.status(201).json(await insert(pool, name, table, request)));
    router.patch(`/${name}/:id`, async (request, response) => void response.json(await update(pool, name, table, request)));
    router.delete(`/${name}/:id`, async (request, response) => {
      const { rowCount } = await pool.query(`DELETE FROM ${name} WHERE id = $1`, [request.params.id]);
      if (rowCount === 0) throw notFound(name);
      response.status(204).end();
    });
  }
  return router;
}

async function list(pool: Pool, name: string, table: Table, query: Request['query']) {
  const { where, orderBy, parameters, limit, offset } = listQuery(table, query);
  const counted = await pool.query<{ total: number }>(`SELECT count(*) AS total FROM ${name} ${where}`, parameters);
  const { rows } = await pool.query<Row>(`SELECT ${selectList(name)} FROM ${name} ${where} ${orderBy} LIMIT ${limit} OFFSET ${offset}`, parameters);
  return { rows, total: counted.rows[0]!.total };
}

async function readOne(pool: Pool, name: string, id: string): Promise<Row> {
  const { rows } = await pool.query<Row>(`SELECT ${selectList(name)} FROM ${name} WHERE id = $1`, [id]);
  return rows[0] ?? Promise.reject(notFound(name));
}

async function insert(pool: Pool, name: string, table: Table, request: Request): Promise<Row> {
  const { names, values } = rowToWrite(table, request.body, []);
  if (!names.includes('id')) {
    names.push('id');
    values.push(newId(table.prefix));
  }
  const columns = names.map((column) => `"${column}"`).join(', ');
  const places = values.map((_, index) => `$${index + 1}`).join(', ');
  const { rows } = await pool.query<Row>(`INSERT INTO ${name} (${columns}) VALUES (${places}) RETURNING ${selectList(name)}`, values);
  return rows[0]!;
}

async function update(pool: Pool, name: string, table: Table, request: Request): Promise<Row> {
  const { expected, body } = expectedVersion(table, request.body);
  const { names, values } = rowToWrite(table, body, ['id', 'version']);
  if (names.length === 0) throw badInput('body', 'Name at least one column to change.');
  const counted = 'version' in table.columns ? ['version = version + 1'] : [];
  const changes = [...names.map((column, index) => `"${column}" = $${index + 3}`), ...counted].join(', ');
  const seen = 'version' in table.columns ? 'AND version = coalesce($2, version)' : 'AND $2::integer IS NULL';
  const { rows } = await pool.query<Row>(
    `UPDATE ${name} SET ${changes} WHERE id = $1 ${seen} RETURNING ${selectList(name)}`, [request.params.id, expected, ...values],
  );
  if (rows[0]) return rows[0];
  const present = await readOne(pool, name, String(request.params.id));
  throw staleVersion(present['version'] as number, expected!);
}

/** `expected_version` beside the columns: the version of the row that the caller has seen. */
function expectedVersion(table: Table, body: unknown): { expected: number | null; body: unknown } {
  if (!('version' in table.columns) || typeof body !== 'object' || body === null || !('expected_version' in body)) return { expected: null, body };
  const { expected_version: expected, ...columns } = body;
  if (!Number.isInteger(expected)) throw badInput('expected_version', 'Give the version that you have seen.');
  return { expected: expected as number, body: columns };
}
