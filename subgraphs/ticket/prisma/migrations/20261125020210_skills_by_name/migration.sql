-- An override covers the rule that it names, and no other one about skills. Another product of a ticket is checked as well.
CREATE FUNCTION skills_lacking(checked offer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(needed.skill_id || ' (' || broken.rule || ')', ', ' ORDER BY needed.skill_id)
  FROM ticket t
  JOIN roster_product_skill needed ON needed.product_id = t.product_id
  LEFT JOIN roster_expert_skill skill ON skill.expert_id = checked.expert_id AND skill.skill_id = needed.skill_id AND skill.verified AND skill.removed_at IS NULL
  LEFT JOIN offer_skill held ON held.offer_id = checked.id AND held.skill_id = needed.skill_id AND held.level >= needed.level
  CROSS JOIN LATERAL (VALUES (CASE
    WHEN skill.skill_id IS NULL THEN 'SKILL_MISSING'
    WHEN skill.level < needed.level THEN 'SKILL_LEVEL'
    WHEN skill.valid_until < checked.ends_at THEN 'SKILL_EXPIRED'
    WHEN held.skill_id IS NULL THEN 'SKILL_MISSING' END)) broken (rule)
  WHERE t.id = checked.ticket_id AND broken.rule <> ALL (checked.overridden_rules)
$$;

CREATE OR REPLACE FUNCTION offer_has_required_skills() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked offer%ROWTYPE;
  lacking text;
BEGIN
  IF TG_TABLE_NAME = 'offer' THEN
    SELECT * INTO checked FROM offer WHERE id = NEW.id AND released_at IS NULL;
  ELSIF TG_TABLE_NAME = 'offer_skill' THEN
    SELECT * INTO checked FROM offer WHERE id = OLD.offer_id AND released_at IS NULL;
  ELSE
    SELECT * INTO checked FROM offer WHERE ticket_id = NEW.id AND released_at IS NULL;
  END IF;
  IF NOT FOUND THEN RETURN NULL; END IF;
  -- What the assignment stands on stays as it is until it is committed: whoever changes that afterwards sees the assignment.
  PERFORM 1 FROM ticket t JOIN roster_product p ON p.id = t.product_id WHERE t.id = checked.ticket_id FOR SHARE OF p;
  PERFORM 1 FROM offer_skill held JOIN roster_expert_skill skill ON skill.expert_id = held.expert_id AND skill.skill_id = held.skill_id
    WHERE held.offer_id = checked.id ORDER BY skill.skill_id FOR SHARE OF skill;
  lacking := skills_lacking(checked);
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION 'constraint "offer_has_required_skills": offer % to % lacks %', checked.id, checked.expert_id, lacking
      USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_has_required_skills';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offer_has_required_skills AFTER UPDATE OF product_id ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION offer_has_required_skills();
