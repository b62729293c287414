-- One open visit per ticket, one live assignment per visit, no overlapping bookings of one expert (travel included).
CREATE UNIQUE INDEX visit_one_open ON visit (ticket_id) WHERE status IN ('PROPOSED', 'SCHEDULED', 'EN_ROUTE', 'ON_SITE');
CREATE UNIQUE INDEX offer_one_live ON offer (visit_id) WHERE released_at IS NULL;
ALTER TABLE offer ADD CONSTRAINT offer_no_overlap
  EXCLUDE USING gist (expert_id WITH =, blocked WITH &&) WHERE (released_at IS NULL);
ALTER TABLE offer ADD CONSTRAINT offer_released_when_over CHECK (
  (status IN ('REFUSED', 'EXPIRED', 'WITHDRAWN') AND released_at IS NOT NULL)
  OR (status = 'OFFERED' AND released_at IS NULL)
  OR status = 'ACCEPTED');

-- Messages name the constraint: that is all of it that Prisma hands on.
-- History: gap-free from 1, each entry begins where the one before ended, and nothing is changed afterwards.
CREATE FUNCTION ticket_history_continues() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last ticket_history%ROWTYPE;
BEGIN
  SELECT * INTO last FROM ticket_history WHERE ticket_id = NEW.ticket_id ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(last.sequence, 0) + 1 THEN
    RAISE EXCEPTION 'constraint "ticket_history_gap_free": history of % goes on at %, not at %', NEW.ticket_id, coalesce(last.sequence, 0) + 1, NEW.sequence
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_history_gap_free';
  END IF;
  IF NEW.from_status IS DISTINCT FROM last.to_status THEN
    RAISE EXCEPTION 'constraint "ticket_history_continuous": history of % goes on from %, not from %', NEW.ticket_id, last.to_status, NEW.from_status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_history_continuous';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_history_continues BEFORE INSERT ON ticket_history
  FOR EACH ROW EXECUTE FUNCTION ticket_history_continues();

CREATE FUNCTION ticket_history_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "ticket_history_final": history is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_history_final';
END $$;
CREATE TRIGGER ticket_history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ticket_history
  FOR EACH STATEMENT EXECUTE FUNCTION ticket_history_is_final();

CREATE FUNCTION ticket_status_is_in_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ticket_of_row text := CASE TG_TABLE_NAME WHEN 'ticket' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'ticket_id' END;
  present text;
  last text;
BEGIN
  SELECT status INTO present FROM ticket WHERE id = ticket_of_row;
  SELECT to_status INTO last FROM ticket_history WHERE ticket_id = ticket_of_row ORDER BY sequence DESC LIMIT 1;
  IF present IS DISTINCT FROM last THEN
    RAISE EXCEPTION 'constraint "ticket_status_is_in_history": ticket % is %, its history ends at %', ticket_of_row, present, last
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_status_is_in_history';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ticket_status_is_in_history AFTER INSERT OR UPDATE OF status ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_status_is_in_history();
CREATE CONSTRAINT TRIGGER ticket_status_is_in_history AFTER INSERT ON ticket_history
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_status_is_in_history();

-- A ticket's status and its live assignment agree: nobody is held by what is over, and nobody is promised without a booking.
CREATE FUNCTION ticket_agrees_with_its_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ticket_of_row text := CASE TG_TABLE_NAME WHEN 'ticket' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'ticket_id' END;
  present text;
  live text;
  wanted text;
BEGIN
  SELECT status INTO present FROM ticket WHERE id = ticket_of_row;
  SELECT string_agg(o.status || ' on ' || v.status, ', ') INTO live
    FROM offer o JOIN visit v ON v.id = o.visit_id WHERE o.ticket_id = ticket_of_row AND o.released_at IS NULL;
  wanted := CASE present
    WHEN 'OFFERED' THEN 'OFFERED on PROPOSED'
    WHEN 'ACCEPTED' THEN 'ACCEPTED on SCHEDULED'
    WHEN 'EN_ROUTE' THEN 'ACCEPTED on EN_ROUTE'
    WHEN 'ON_SITE' THEN 'ACCEPTED on ON_SITE' END;
  IF live IS DISTINCT FROM wanted THEN
    RAISE EXCEPTION 'constraint "ticket_agrees_with_its_offer": ticket % is % with live offer %', ticket_of_row, present, coalesce(live, 'none')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_agrees_with_its_offer';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer AFTER INSERT OR UPDATE OF status ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer AFTER INSERT OR UPDATE OF status ON visit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer AFTER INSERT OR UPDATE OF status, released_at, visit_id ON offer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();

-- A live assignment stands on every skill that the product needs, at its level, at the time of the visit, unless a manager overrode it by name.
CREATE FUNCTION offer_has_required_skills() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  offer_of_row text := CASE TG_TABLE_NAME WHEN 'offer' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'offer_id' END;
  checked offer%ROWTYPE;
  missing text;
BEGIN
  SELECT * INTO checked FROM offer WHERE id = offer_of_row;
  IF NOT FOUND OR checked.released_at IS NOT NULL
     OR checked.overridden_rules && ARRAY['SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED'] THEN RETURN NULL; END IF;
  SELECT string_agg(needed.skill_id, ', ') INTO missing
    FROM ticket t
    JOIN roster_product_skill needed ON needed.product_id = t.product_id
    WHERE t.id = checked.ticket_id AND NOT EXISTS (
      SELECT 1 FROM offer_skill held
      JOIN roster_expert_skill skill ON skill.expert_id = held.expert_id AND skill.skill_id = held.skill_id
      WHERE held.offer_id = checked.id AND held.skill_id = needed.skill_id
        AND held.level >= needed.level AND skill.level >= held.level AND skill.verified AND skill.removed_at IS NULL
        AND (skill.valid_until IS NULL OR skill.valid_until >= checked.ends_at));
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'constraint "offer_has_required_skills": offer % to % lacks %', checked.id, checked.expert_id, missing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_has_required_skills';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offer_has_required_skills
  AFTER INSERT OR UPDATE OF expert_id, ticket_id, visit_id, starts_at, ends_at, overridden_rules, released_at ON offer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION offer_has_required_skills();
CREATE CONSTRAINT TRIGGER offer_has_required_skills AFTER UPDATE OR DELETE ON offer_skill
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION offer_has_required_skills();
