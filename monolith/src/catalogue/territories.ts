import { seededId } from '../ids.ts';

export type Territory = { id: string; name: string; lat: number; lng: number; prefixes: string[]; neighbours: string[]; weight: number };

// Neighbours are near enough for one expert to serve both.
const rows: [name: string, lat: number, lng: number, prefixes: string[], neighbours: string[], weight: number][] = [
  ['Berlin', 52.52, 13.405, ['10', '11', '12', '13', '14'], [], 18],
  ['Hamburg', 53.5511, 9.9937, ['20', '21', '22'], ['Bremen'], 12],
  ['Munich', 48.1374, 11.5755, ['80', '81'], [], 12],
  ['Cologne', 50.9375, 6.9603, ['50', '51'], ['Dusseldorf'], 10],
  ['Frankfurt', 50.1109, 8.6821, ['60'], [], 8],
  ['Stuttgart', 48.7758, 9.1829, ['70'], [], 7],
  ['Dusseldorf', 51.2277, 6.7735, ['40'], ['Cologne', 'Essen'], 7],
  ['Leipzig', 51.3397, 12.3731, ['04'], ['Dresden'], 6],
  ['Dortmund', 51.5136, 7.4653, ['44'], ['Essen'], 5],
  ['Essen', 51.4556, 7.0116, ['45'], ['Dortmund', 'Dusseldorf'], 5],
  ['Bremen', 53.0793, 8.8017, ['28'], ['Hamburg'], 5],
  ['Dresden', 51.0504, 13.7373, ['01'], ['Leipzig'], 5],
];

const idOf = (name: string) => seededId('ter', rows.findIndex((row) => row[0] === name) + 1);

export const territories: readonly Territory[] = rows.map(([name, lat, lng, prefixes, neighbours, weight]) => ({
  id: idOf(name), name, lat, lng, prefixes, neighbours: neighbours.map(idOf), weight,
}));
