const longest = 10_000;

/**
 * A name for each statement that comes again: under it PostgreSQL parses and plans it once a connection, and not every time.
 * At most `most` names, since every connection keeps each; what comes once, such as a list of an unusual length, gets none.
 */
export function createStatementNames(most = 300): (sql: string) => string | undefined {
  const names = new Map<string, string>();
  let seenOnce = new Set<string>();
  return (sql) => {
    const name = names.get(sql);
    if (name !== undefined || names.size >= most || sql.length > longest) return name;
    if (seenOnce.has(sql)) return named(sql);
    if (seenOnce.size >= most) seenOnce = new Set();
    seenOnce.add(sql);
    return undefined;
  };

  function named(sql: string): string {
    const name = `s${names.size + 1}`;
    names.set(sql, name);
    seenOnce.delete(sql);
    return name;
  }
}
