import { asText } from '../../../simulation/src/report/table.ts';
import type { Row, Skipped } from './bench.ts';

/** What each costs, and how many times less ours does: below 1 it costs more. */
export function print(rows: readonly Row[], skipped: readonly Skipped[]): void {
  const ours = (row: Row): Row | undefined => rows.find(({ gateway, query, mode }) => gateway === 'ours' && query === row.query && mode === row.mode);
  const ratio = (one: number, other: number | undefined): string => (other === undefined ? '' : (one / other).toFixed(2));
  const guards = ({ verifiesCallers, limitsDepth }: Row): string => [...(verifiesCallers ? ['token'] : []), ...(limitsDepth ? ['depth'] : [])].join(', ') || 'none';
  const inOrder = [...Map.groupBy(rows, ({ query, mode }) => `${query} ${mode}`).values()].flat();
  console.log(asText({
    head: ['query', 'sharing', 'gateway', 'guards', 'CPU ms/request', 'requests/s', 'CPU ÷ ours', 'requests/s of ours ÷ its'],
    rows: inOrder.map((row) => [
      row.query, row.mode, row.gateway, guards(row), row.cpuMsPerRequest.toFixed(3), row.requestsPerSecond.toFixed(0),
      ratio(row.cpuMsPerRequest, ours(row)?.cpuMsPerRequest), ratio(ours(row)?.requestsPerSecond ?? NaN, row.requestsPerSecond),
    ]),
  }));
  for (const { gateway, query, mode, reason } of skipped) console.log(`left out: ${[gateway, query, mode].filter(Boolean).join(', ')}: ${reason}`);
}
