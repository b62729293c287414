import type { Visit } from '../day/log.ts';
import type { Point } from '../dispatchCore.ts';
import type { Result } from '../simulate.ts';
import { DAY } from '../world/calendar.ts';
import { colours, drawing, line, round, text } from './drawing.ts';

const SIZE = 440;
const TOP = 44;
const MARGIN = 14;

/** The ways of one day in one territory, one map a strategy: homes as squares, customers as dots; hollow: the wrong expert came. */
export function routesChart(results: readonly Result[], territoryId: string): string {
  const territory = results[0]!.example.day.world.territories.find(({ id }) => id === territoryId)!;
  const maps = results.map((result) => ({ result, visits: visitsIn(result, territoryId) }));
  const points = maps.flatMap(({ visits }) => visits.flatMap(({ from, to }) => [from, to]));
  const place = projection(points.length > 0 ? points : [territory]);
  const parts = maps.flatMap(({ result, visits }, index) => [
    `<g transform="translate(${(index % 2) * (SIZE + 20)},${Math.floor(index / 2) * (SIZE + TOP)})">`,
    text(MARGIN, 18, result.strategy, { bold: true, size: 14, fill: colours[result.strategy]! }),
    text(MARGIN, 36, summary(visits), { size: 12 }),
    ...visits.flatMap((visit) => drawn(visit, place, colours[result.strategy]!)), '</g>',
  ]);
  return drawing(2 * SIZE + 20, Math.ceil(maps.length / 2) * (SIZE + TOP), `routes of the day in ${territory.name}`, parts);
}

function visitsIn({ example: { day, log } }: Result, territoryId: string): Visit[] {
  const here = new Set(day.demand.filter(({ customer }) => customer.territoryId === territoryId).map(({ customer }) => keyOf(customer.location)));
  return log.visits.filter(({ to, leftAt }) => here.has(keyOf(to)) && leftAt >= day.today && leftAt < day.today + DAY);
}

function summary(visits: readonly Visit[]): string {
  const km = visits.reduce((sum, visit) => sum + visit.km, 0);
  const wrong = visits.filter(({ skilled }) => !skilled).length;
  return `${visits.length} visits, ${new Set(visits.map(({ expertId }) => expertId)).size} experts, ${Math.round(km)} km${wrong > 0 ? `, ${wrong} times the wrong expert` : ''}`;
}

type Place = (point: Point) => readonly [number, number];

function projection(points: readonly Point[]): Place {
  const [lats, lngs] = [points.map(({ lat }) => lat), points.map(({ lng }) => lng)];
  const middle = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lng: (Math.min(...lngs) + Math.max(...lngs)) / 2 };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const extent = Math.max(0.01, Math.max(...lats) - Math.min(...lats), (Math.max(...lngs) - Math.min(...lngs)) * shrink);
  const scale = (SIZE - 2 * MARGIN) / extent;
  return ({ lat, lng }) => [SIZE / 2 + (lng - middle.lng) * shrink * scale, TOP + SIZE / 2 - (lat - middle.lat) * scale - MARGIN];
}

function drawn({ from, to, skilled, arrivedAt }: Visit, place: Place, colour: string): string[] {
  const [[fromX, fromY], [toX, toY]] = [place(from), place(to)];
  return [
    line([[fromX, fromY], [toX, toY]], colour, 1, arrivedAt === null),
    `<rect x="${round(fromX - 1.5)}" y="${round(fromY - 1.5)}" width="3" height="3" fill="#57606a"/>`,
    `<circle cx="${round(toX)}" cy="${round(toY)}" r="3" fill="${skilled ? colour : '#ffffff'}" stroke="${colour}"/>`,
  ];
}

const keyOf = ({ lat, lng }: Point): string => `${lat} ${lng}`;
