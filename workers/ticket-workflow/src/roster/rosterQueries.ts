type Point = { lat: number; lng: number };

export type TerritoryNode = { id: string; name: string | null; center: Point | null; postcodePrefixes: string[] | null };
export type ProductNode = {
  id: string; name: string | null; category: string | null; visitMinutes: number | null; active: boolean | null;
  requiredSkills: { level: number; skill: { id: string } }[] | null;
};
export type ExpertNode = {
  id: string; name: string | null; active: boolean | null; home: Point | null; timeZone: string | null;
  skills: { level: number; verified: boolean; validUntil: string | null; skill: { id: string } }[] | null;
  territories: { kind: 'PRIMARY' | 'SECONDARY'; territory: { id: string } | null }[] | null;
  shifts: { weekday: string; start: string; end: string }[] | null;
  timeOff: { id: string; start: string; end: string; status: string }[] | null;
};

export const digestQuery = 'query RosterDigest { rosterDigest }';

export const territoriesQuery = 'query RosterTerritories { territories { id name center { lat lng } postcodePrefixes } }';

export const productsQuery = `query RosterProducts($after: String) {
  products(first: 100, after: $after) {
    edges { node { id name category visitMinutes active requiredSkills { level skill { id } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const expertsQuery = `query RosterExperts($after: String) {
  experts(first: 100, after: $after) {
    edges {
      node {
        id name active home { lat lng } timeZone
        skills { level verified validUntil skill { id } }
        territories { kind territory { id } }
        shifts { weekday start end }
        timeOff { id start end status }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;
