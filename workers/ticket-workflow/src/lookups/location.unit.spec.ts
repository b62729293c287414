import { greatCircleKm } from '../../../../subgraphs/ticket/src/domain/dispatch/travel.ts';
import { locate } from './location.ts';

const berlin = { id: 'ter_1', lat: 52.52, lng: 13.405, postcodePrefixes: ['10', '12'] };
const nearby = { id: 'ter_2', lat: 52.4, lng: 13.06, postcodePrefixes: ['104'] };

test('lies within 15 km of the centre of the territory that owns the postcode, spread out, and always at the same place', () => {
  const places = Array.from({ length: 300 }, (_, n) => locate({ postcode: '12043', line1: `Sonnenallee ${n}` }, [berlin, nearby])!);
  const distances = places.map((place) => greatCircleKm(place, berlin));
  expect(Math.max(...distances)).toBeLessThanOrEqual(15.01);
  expect(distances.filter((km) => km > 7).length).toBeGreaterThan(150);
  expect(new Set(places.map(({ lat, lng }) => `${lat} ${lng}`)).size).toBe(300);
  expect(locate({ postcode: '12043', line1: 'Sonnenallee 7' }, [nearby, berlin])).toEqual(places[7]);
});

test('the longer prefix owns a postcode; one that nobody owns lies nowhere', () => {
  expect(locate({ postcode: '10405', line1: 'x' }, [berlin, nearby])?.territoryId).toBe('ter_2');
  expect(locate({ postcode: '99999', line1: 'x' }, [berlin, nearby])).toBeNull();
  expect(locate({ postcode: '10115', line1: 'x' }, [{ ...berlin, postcodePrefixes: [''] }])).toBeNull();
});
