/** The monolith has one address for each customer and one visit for each ticket, under the same digits. */
const under = (prefix: string) => (id: string): string => `${prefix}_${id.slice(id.indexOf('_') + 1)}`;

export const addressIdOf = under('adr');
export const customerIdOfAddress = under('cus');
export const visitIdOf = under('vis');
export const ticketIdOfVisit = under('tic');
