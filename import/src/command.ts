import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { isTimeZone } from '@sysops-squad/chassis/timeZone';
import { readColumnMap } from './columns.ts';
import { readDelimiter } from './detectDelimiter.ts';
import type { ImportOptions } from './importExport.ts';

export const usage = `npm run import -- FILE.csv [options]
  FILE.csv      another desk's export: tickets with customer, product, status, priority and times
  --dry-run     read and judge every row, send nothing
  --source      name of that desk; with the row's ticket id it makes a repetition safe (default: the file's name)
  --report      where the report goes (default: DATA_DIR/import/<source>.json); rows that were not imported lie beside it, as
                <report>.left-over.csv: mend them there and import that file with the same --source
  --url         the router (default: ROUTER_URL, else the system that npm start runs on DATA_DIR)
  --email       an ADMIN account; its password is read from SYSOPS_PASSWORD (default: the demo administrator)
what is detected over the whole file, unless said:
  --encoding    e.g. utf-8, windows-1252, utf-16le
  --delimiter   comma, semicolon, tab or bar
  --date-order  dmy or mdy: whether 1/2/2026 is the first of February or the second of January
  --time-zone   IANA name for times that say no zone, e.g. Europe/Berlin (default: UTC)
  --map         COLUMN="HEADER", repeated: what the file calls a column of ours, e.g. --map externalId="Case No"
exit status: 0 every row is in the system, 2 some rows are not, 1 the import failed`;

const text = { type: 'string' } as const;
const options = {
  'source': text, 'report': text, 'url': text, 'email': text, 'encoding': text, 'delimiter': text, 'date-order': text, 'time-zone': text,
  'map': { type: 'string', multiple: true }, 'dry-run': { type: 'boolean' }, 'help': { type: 'boolean' },
} as const;

export type ImportCommand = Pick<ImportOptions, 'file' | 'source' | 'format'> & {
  isDryRun: boolean; report: string | undefined; url: string | undefined; email: string | undefined;
};

/** @throws with a message for people when the command cannot be read */
export function readCommand(args: string[]): ImportCommand {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file] = positionals;
  if (values.help || file === undefined || positionals.length > 1) throw new Error('give exactly one FILE.csv');
  const { 'date-order': dateOrder, 'time-zone': timeZone, delimiter, encoding, map = [] } = values;
  if (dateOrder !== undefined && dateOrder !== 'dmy' && dateOrder !== 'mdy') throw new Error(`--date-order is dmy or mdy, not ${dateOrder}`);
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw new Error(`--time-zone ${timeZone} is not an IANA name, e.g. Europe/Berlin`);
  return {
    file, source: values.source ?? basename(file), isDryRun: values['dry-run'] ?? false,
    report: values.report, url: values.url, email: values.email,
    format: {
      encoding, map: readColumnMap(map),
      ...(delimiter === undefined ? {} : { delimiter: readDelimiter(delimiter) }),
      ...(dateOrder && { dateOrder }), ...(timeZone && { timeZone }),
    },
  };
}
