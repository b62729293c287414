import type pg from 'pg';

/** Two experts in Berlin who know everything that prd_1 needs and work around the clock, one who knows nothing; prd_1 needs skl_1 at level 2. */
export async function seedRoster(sql: pg.Pool): Promise<void> {
  await sql.query(`
    INSERT INTO roster_territory (id, name, lat, lng, postcode_prefixes) VALUES ('ter_1', 'Berlin', 52.52, 13.4, '{10}');
    INSERT INTO roster_expert (id, name, active, home_lat, home_lng) SELECT 'exp_' || n, 'Expert ' || n, true, 52.52, 13.4 FROM generate_series(1, 3) n;
    INSERT INTO roster_expert_territory SELECT id, 'ter_1', 'PRIMARY' FROM roster_expert;
    INSERT INTO roster_shift SELECT id, day, 0, 1440 FROM roster_expert, generate_series(1, 7) day;
    INSERT INTO roster_product (id, name, category, visit_minutes, active) VALUES ('prd_1', 'LG Smart TV', 'TV', 60, true);
    INSERT INTO roster_product_skill VALUES ('prd_1', 'skl_1', 2);
    INSERT INTO roster_expert_skill (expert_id, skill_id, level, verified) VALUES ('exp_1', 'skl_1', 2, true), ('exp_2', 'skl_1', 3, true);`);
}
