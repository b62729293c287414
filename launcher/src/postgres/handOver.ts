import type pg from 'pg';

/** Of each kind what the role does not own yet, without what belongs to the system, an extension or a table's column. */
const OWNERS = `
  WITH mine AS (SELECT oid FROM pg_roles WHERE rolname = $1),
       spaces AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
       bound AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e' OR (deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass AND refobjsubid > 0))
  SELECT format('ALTER SCHEMA %I OWNER TO %I', nspname, $1) AS statement FROM spaces, mine
   WHERE nspname <> 'public' AND nspowner <> mine.oid
  UNION ALL
  SELECT format('ALTER %s %s OWNER TO %I', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass, $1)
    FROM pg_class c JOIN spaces ON spaces.oid = relnamespace, mine
   WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relowner <> mine.oid AND ('pg_class'::regclass, c.oid) NOT IN (TABLE bound)
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, $1)
    FROM pg_proc p JOIN spaces ON spaces.oid = pronamespace, mine
   WHERE proowner <> mine.oid AND ('pg_proc'::regclass, p.oid) NOT IN (TABLE bound)
  UNION ALL
  SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, $1)
    FROM pg_type t JOIN spaces ON spaces.oid = typnamespace LEFT JOIN pg_class c ON c.oid = typrelid, mine
   WHERE (typtype IN ('e', 'd', 'r') OR (typtype = 'c' AND c.relkind = 'c')) AND typowner <> mine.oid AND ('pg_type'::regclass, t.oid) NOT IN (TABLE bound)`;

/**
 * Makes a role the owner of what is in the database that the client is connected to: databases of earlier versions belong to the superuser.
 * REASSIGN OWNED does not take anything from a server's first superuser.
 */
export async function handOver(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(OWNERS, [role]);
  if (rows.length > 0) await client.query(`BEGIN; ${rows.map(({ statement }) => statement).join('; ')}; COMMIT`);
}
