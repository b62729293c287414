import type { Result } from '../simulate.ts';
import { strategies } from '../strategies.ts';
import { escape } from './drawing.ts';
import type { Report } from './report.ts';
import { dayTable, gainTable, momentTable, type Table } from './table.ts';

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;margin:.5rem 0 1.5rem;font-size:14px}td,th{border-bottom:1px solid #d8dee4;padding:.2rem .8rem .2rem 0;text-align:left}
td+td,th+th{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto;margin:.5rem 0}`;

const cells = (tag: 'td' | 'th', values: readonly string[]): string => `<tr>${values.map((value) => `<${tag}>${escape(value)}</${tag}>`).join('')}</tr>`;
const tableOf = ({ head, rows }: Table): string => `<table>${cells('th', head)}${rows.map((row) => cells('td', row)).join('')}</table>`;

/** For people: one file, nothing loaded from elsewhere. */
export function page({ simulated, gains, moments }: Report, results: readonly Result[], pictures: Record<string, string>): string {
  const { seed, days, tickets, customers, experts, batchMs, policyVersion } = simulated;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated days of dispatch</title><style>${style}</style>
<h1>Simulated days of dispatch</h1>
<p>${customers} customers, ${experts} experts, ${tickets} tickets on an ordinary day; ${days} days from seed ${seed}; dispatch policy ${policyVersion};
 a batch waits ${batchMs / 1_000} s for others. ± is half of the 95 % interval of the mean.</p>
<ul>${strategies.map(({ name, what }) => `<li><b>${name}</b>: ${escape(what)}</li>`).join('')}</ul>
<h2>Where the tickets end</h2>${pictures['ends']}
<h2>Tickets with the right expert at the door, by hours since the ticket</h2>${pictures['arrivals']}
${[...Map.groupBy(results, ({ regime }) => regime)].map(([regime, of]) => `<h2>${regime.name}: ${escape(regime.what)}</h2>${tableOf(dayTable(of))}
<details><summary>Routes of the measured day in Berlin</summary>${pictures[`routes-${regime.name}`]}</details>`).join('\n')}
${gains.length === 0 ? '' : `<h2>What matching together changes</h2>${tableOf(gainTable(gains))}`}
<h2>What it saves at one moment, by how many wait</h2>${pictures['savings']}${tableOf(momentTable(moments))}
</html>
`;
}
