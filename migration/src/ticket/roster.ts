/** Whom dispatch may choose from, as the monolith knows it today; later the workflow keeps it up to date through the graph. */
export const rosterSteps: readonly string[] = [
  `INSERT INTO roster_territory (id, name, lat, lng, postcode_prefixes) SELECT id, name, lat, lng, postcode_prefixes FROM m_location`,
  `INSERT INTO roster_expert (id, name, active, home_lat, home_lng, time_zone) SELECT id, name, active, home_lat, home_lng, time_zone FROM m_expert`,
  `INSERT INTO roster_expert_territory (expert_id, territory_id, kind)
   SELECT id, location_id, 'PRIMARY' FROM m_expert
   UNION ALL SELECT e.id, secondary, 'SECONDARY' FROM m_expert e, unnest(e.secondary_location_ids) AS secondary
   WHERE secondary <> e.location_id AND secondary IN (SELECT id FROM m_location) GROUP BY 1, 2`,
  `INSERT INTO roster_expert_skill (expert_id, skill_id, level, valid_until, verified) SELECT expert_id, skill_id, level, valid_until, verified FROM m_expertise`,
  `INSERT INTO roster_shift (expert_id, weekday, start_minute, end_minute)
   SELECT e.id, (s ->> 'weekday')::int, split_part(s ->> 'start', ':', 1)::int * 60 + split_part(s ->> 'start', ':', 2)::int,
     split_part(s ->> 'end', ':', 1)::int * 60 + split_part(s ->> 'end', ':', 2)::int
   FROM m_expert e, jsonb_array_elements(e.shifts) AS s ON CONFLICT DO NOTHING`,
  `INSERT INTO roster_time_off (id, expert_id, starts_at, ends_at)
   SELECT coalesce(o ->> 'id', e.id || ':' || (o ->> 'start')), e.id, (o ->> 'start')::timestamptz, (o ->> 'end')::timestamptz
   FROM m_expert e, jsonb_array_elements(e.time_off) AS o WHERE coalesce(o ->> 'status', 'APPROVED') = 'APPROVED' ON CONFLICT DO NOTHING`,
  // The needed skills are a remark for people, at the end: "needs: skl_000007/2, skl_000012/1" or "needs: none".
  // A product whose remark cannot be read is marked: half a list of skills would send the wrong expert.
  `CREATE TEMPORARY TABLE m_need ON COMMIT DROP AS
   SELECT id, needs, needs IS NOT NULL AND (lower(needs) = 'none' OR needs ~ '^skl_[\\w-]+/[123](\\s*,\\s*skl_[\\w-]+/[123])*$') AS readable
   FROM (SELECT id, nullif(trim(trailing '.' FROM trim(substring(remarks FROM '(?i)\\mneeds:([^\\n]*)\\s*$'))), '') AS needs FROM m_type) n`,
  `INSERT INTO roster_product (id, name, category, visit_minutes, active, skills_known)
   SELECT t.id, t.name, t.category, t.visit_minutes, t.active, n.readable FROM m_type t JOIN m_need n USING (id)`,
  `INSERT INTO roster_product_skill (product_id, skill_id, level)
   SELECT id, split_part(need, '/', 1), max(split_part(need, '/', 2)::int) FROM m_need, regexp_split_to_table(needs, '\\s*,\\s*') AS need
   WHERE readable AND lower(needs) <> 'none' GROUP BY 1, 2`,
];
