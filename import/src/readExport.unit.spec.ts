import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExport } from './readExport.ts';

const header = 'Ticket ID,Customer Name,Customer Email,Product Purchased,Ticket Status,Ticket Priority,Ticket Description';

describe('an export', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'import-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    const file = join(folder, 'export.csv');
    await writeFile(file, text);
    return readExport(file);
  };

  it('keeps lines within quotes and counts lines of the file', async () => {
    const { rows } = await read(`\uFEFF${header}\n1,Ada,a@b.example,TV,Open,Low,"two\nlines"\n2,Bob,b@b.example,TV,Open,Low,one\n`);
    expect(rows.map(({ line, row }) => [line, row.description])).toEqual([[2, 'two\nlines'], [4, 'one']]);
  });

  it('refuses a row with too few columns and goes on', async () => {
    const { rows, refused } = await read(`${header}\n1,Ada\n2,Bob,b@b.example,TV,Open,Low,one\n`);
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(refused).toEqual([expect.objectContaining({ line: 2, reason: expect.stringContaining('not readable as CSV') })]);
  });

  it('names the column that is missing', async () => {
    await expect(read('Ticket ID,Customer Name\n1,Ada\n')).rejects.toThrow('no column for customerEmail');
  });

  it('says when the file is not there', async () => {
    await expect(readExport(join(folder, 'none.csv'))).rejects.toThrow('ENOENT');
  });
});
