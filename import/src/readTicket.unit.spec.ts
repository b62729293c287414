import { latestTime, readTicket, timesIn } from './readTicket.ts';

const exportedAt = '2023-06-02T00:00:00.000Z';
const format = { exportedAt, dateOrder: null, timeZone: 'UTC' } as const;
const row = {
  externalId: '3', customerName: 'Ada', customerEmail: 'Ada@Example.com', product: 'Dell XPS', subject: 'Network',
  description: 'My {product_purchased} is off.', status: 'Closed', priority: 'Critical',
  respondedAt: '2023-06-01 11:14:38', resolvedAt: '2023-06-01 18:05:38', resolution: 'Fan replaced', rating: '3.0',
};

test('a row becomes a ticket with its own times and its placeholder filled', () => {
  expect(readTicket(row, format)).toEqual({
    warnings: [],
    ticket: expect.objectContaining({
      externalId: '3', productName: 'Dell XPS', description: 'Network\n\nMy Dell XPS is off.', priority: 'P1', status: 'CLOSED',
      createdAt: '2023-06-01T11:14:38.000Z', resolvedAt: '2023-06-01T18:05:38.000Z', rating: 3,
      customer: { externalId: 'ada@example.com', name: 'Ada', email: 'ada@example.com', phone: null },
    }),
  });
});

test('a response later than the resolution is kept and warned of; created is the earlier of the two', () => {
  const reading = readTicket({ ...row, respondedAt: '2023-06-01 20:00:00' }, format);
  expect(reading).toMatchObject({ ticket: { createdAt: '2023-06-01T18:05:38.000Z' }, warnings: [expect.stringContaining('later than the resolution')] });
});

test('a row without any time is created at the latest time of the file', () => {
  const reading = readTicket({ ...row, status: 'Open', respondedAt: '', resolvedAt: '' }, format);
  expect(reading).toMatchObject({ ticket: { createdAt: exportedAt, status: 'NEEDS_ATTENTION' } });
});

test.each([
  [{ customerEmail: 'nobody' }, 'not an e-mail address'],
  [{ customerName: ' ' }, 'customerName is empty'],
  [{ priority: 'Somewhat' }, 'priority Somewhat is not one of'],
  [{ status: 'Lost' }, 'status Lost is not one of'],
  [{ rating: '7' }, 'from 1 to 5'],
  [{ resolvedAt: 'soon' }, 'not a time that can be read'],
  [{ subject: '', description: '' }, 'both empty'],
  [{ description: 'x'.repeat(4_001) }, 'at most 4000'],
])('%j is refused: %s', (change, reason) => {
  expect(readTicket({ ...row, ...change }, format)).toEqual({ refused: expect.stringContaining(reason) });
});

test('the latest time of a file is found among all columns', () => {
  const times = timesIn([{ respondedAt: '2023-06-01 11:00:00' }, { resolvedAt: '2.6.2023 12:00' }, { createdAt: 'soon' }, {}]);
  expect(latestTime(times, format)).toBe('2023-06-02T12:00:00.000Z');
});

test('a card number is told, and a text that cannot be stored refuses its row only', () => {
  expect(readTicket({ ...row, description: 'pay by 4111 1111 1111 1111' }, format)).toMatchObject({ warnings: [expect.stringContaining('masked')] });
  expect(readTicket({ ...row, customerName: 'A\0B' }, format)).toEqual({ refused: expect.stringContaining('customerName') });
});
