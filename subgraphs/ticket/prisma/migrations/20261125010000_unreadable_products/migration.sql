-- A product of which nobody can say what skills it needs is not one that needs none.
ALTER TABLE roster_product ADD COLUMN skills_known boolean NOT NULL DEFAULT true;

-- Nobody is sent for it unless a manager overrode that by name. What was booked while it could still be read stays booked.
CREATE FUNCTION offer_has_known_skills() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.released_at IS NULL AND NOT 'SKILL_MISSING' = ANY (NEW.overridden_rules)
     AND EXISTS (SELECT 1 FROM ticket t JOIN roster_product p ON p.id = t.product_id WHERE t.id = NEW.ticket_id AND NOT p.skills_known) THEN
    RAISE EXCEPTION 'constraint "offer_has_known_skills": what the product of offer % needs is not known', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_has_known_skills';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offer_has_known_skills AFTER INSERT ON offer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION offer_has_known_skills();
