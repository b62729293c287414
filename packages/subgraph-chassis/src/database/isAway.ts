/** SQLSTATEs of a database that may do the same a moment later: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const sqlStates = /^(08\w{3}|53\w{3}|57P0\w|57014|25006|25P03|40001|40P01|55P03|58030)$/;
const socketCodes = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/;
/** Prisma's: not reached, too slow, closed, no connection free, transaction timed out or lost a race. */
const prismaCodes = /^P(1001|1002|1008|1017|2024|2028|2034|2037)$/;
const prismaKinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TransactionWriteConflict|TooManyConnections)$/;
/** What the driver and its pool say without a code. */
const driverWords =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after)/i;

type Failure = { code?: unknown; kind?: unknown; originalCode?: unknown; message?: unknown };

const saysSo = ({ code, kind, originalCode, message }: Failure): boolean =>
  [code, originalCode].some((value) => typeof value === 'string' && [sqlStates, socketCodes, prismaCodes].some((known) => known.test(value))) ||
  (typeof kind === 'string' && prismaKinds.test(kind)) ||
  (typeof message === 'string' && driverWords.test(message));

/** Where libraries put what happened to them. */
const within = (error: object): unknown[] => {
  const { cause, originalError, thrownValue, meta, errors } = error as Record<string, unknown>;
  return [cause, originalError, thrownValue, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError, ...(Array.isArray(errors) ? errors.slice(0, 10) : [])];
};

const deepest = 6;

/** True when the database was away, too busy or gave way to another transaction: the same may succeed a moment later. */
export function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > deepest) return false;
  return saysSo(error) || within(error).some((inner) => isAway(inner, depth + 1));
}
