import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readColumnMap } from './columns.ts';
import { readExport } from './readExport.ts';

const header = 'Ticket ID,Customer Name,Customer Email,Product Purchased,Ticket Status,Ticket Priority,Ticket Description';

describe('an export', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'import-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const read = async (text: string | Buffer) => {
    const file = join(folder, 'export.csv');
    await writeFile(file, text);
    return readExport(file);
  };

  it('keeps lines within quotes and counts lines of the file', async () => {
    const { rows } = await read(`\uFEFF${header}\n1,Ada,a@b.example,TV,Open,Low,"two\nlines"\n2,Bob,b@b.example,TV,Open,Low,one\n`);
    expect(rows.map(({ line, row }) => [line, row.description])).toEqual([[2, 'two\nlines'], [4, 'one']]);
  });

  it('says of a row with too few fields that it is unreadable, and goes on', async () => {
    const { rows, unreadable } = await read(`${header}\n1,Ada\n2,Bob,b@b.example,TV,Open,Low,one\n`);
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(unreadable).toEqual([{ line: 2, reason: 'has 2 fields instead of 7', text: '1,Ada' }]);
  });

  it('loses one row to a quote that is never closed, and no other', async () => {
    const { rows, unreadable } = await read(`${header}\n1,Ada,a@b.example,TV,Open,Low,"never\n2,Bob,b@b.example,TV,Open,Low,"one, ""two""\nthree"\n3,Cy,c@b.example,TV,Open,Low,x\n`);
    expect(rows.map(({ line, row }) => [line, row.description])).toEqual([[3, 'one, "two"\nthree'], [5, 'x']]);
    expect(unreadable.map(({ line }) => line)).toEqual([2]);
  });

  it('takes a quote within a field as it stands', async () => {
    const { rows } = await read(`${header}\n1,Ada,a@b.example,TV,Open,Low,27" screen\n2,Bob,b@b.example,TV,Open,Low,"a" b\n`);
    expect(rows.map(({ row }) => row.description)).toEqual(['27" screen', '"a" b']);
  });

  it.each([
    ['utf-8', 'comma', (text: string) => Buffer.from(text)],
    ['utf-8', 'semicolon', (text: string) => Buffer.from(`\uFEFF${text.replaceAll(',', ';')}`)],
    ['utf-8', 'tab', (text: string) => Buffer.from(text.replaceAll(',', '\t'))],
    ['windows-1252', 'semicolon', (text: string) => Buffer.from(text.replaceAll(',', ';'), 'latin1')],
    ['utf-16le', 'bar', (text: string) => Buffer.from(`\uFEFF${text.replaceAll(',', '|')}`, 'utf16le')],
    ['utf-16le', 'comma', (text: string) => Buffer.from(text, 'utf16le')],
  ])('detects %s with a %s', async (encoding, delimiter, write) => {
    const { rows, detected } = await read(write(`${header}\n1,Jörg Müßig,a@b.example,TV,Open,Low,Gerät\n`));
    expect(detected).toMatchObject({ encoding, delimiter });
    expect(rows[0]!.row).toMatchObject({ customerName: 'Jörg Müßig', description: 'Gerät' });
  });

  it('reads another alphabet, and refuses an encoding that the bytes are not valid in', async () => {
    const cyrillic = Buffer.from(Array.from('Телевизор не работает, помогите пожалуйста', (letter) => {
      const code = letter.charCodeAt(0);
      return code < 128 ? code : code - 0x410 + 0xc0;
    }));
    const file = Buffer.concat([Buffer.from(`${header}\n1,Ada,a@b.example,TV,Open,Low,"`), cyrillic, Buffer.from('"\n')]);
    expect((await read(file)).detected.encoding).toBe('windows-1251');
    await expect(readExport(join(folder, 'export.csv'), { encoding: 'utf-8' })).rejects.toThrow('--encoding');
  });

  it('takes the columns that a person names', async () => {
    const text = `Case No,Customer Name,Customer Email,Product Purchased,Ticket Status,Ticket Priority,ID\nc-1,Ada,a@b.example,TV,Open,Low,9\n`;
    await read(text);
    const { rows } = await readExport(join(folder, 'export.csv'), { map: readColumnMap(['externalId=Case No']) });
    expect(rows[0]!.row.externalId).toBe('c-1');
    expect(() => readColumnMap(['colour=X'])).toThrow('--map');
  });

  it('names the column that is missing', async () => {
    await expect(read('Ticket ID,Customer Name\n1,Ada\n')).rejects.toThrow('no column for customerEmail');
  });

  it('says when the file is not there', async () => {
    await expect(readExport(join(folder, 'none.csv'))).rejects.toThrow('ENOENT');
  });
});
