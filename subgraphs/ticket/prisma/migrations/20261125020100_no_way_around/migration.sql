-- What plain SQL could still store, and can no more. Each refusal names its guard, as before.

-- A live assignment stays as it was offered: another expert, visit or time, or less time for the way, is another offer.
CREATE FUNCTION offer_keeps_its_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "offer_keeps_its_slot": offer % is live, and is not moved', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_keeps_its_slot';
END $$;
CREATE TRIGGER offer_keeps_its_slot BEFORE UPDATE ON offer FOR EACH ROW
  WHEN (OLD.released_at IS NULL AND (OLD.visit_id, OLD.ticket_id, OLD.expert_id, OLD.starts_at, OLD.ends_at, OLD.blocked_from, OLD.blocked_until)
    IS DISTINCT FROM (NEW.visit_id, NEW.ticket_id, NEW.expert_id, NEW.starts_at, NEW.ends_at, NEW.blocked_from, NEW.blocked_until))
  EXECUTE FUNCTION offer_keeps_its_slot();

-- A ticket, its visit and its live assignment agree in state, expert and time, whichever of the rows is written, moved or deleted.
-- A visit that somebody is expected to make stands on a live assignment.
DROP TRIGGER ticket_agrees_with_its_offer ON ticket;
DROP TRIGGER ticket_agrees_with_its_offer ON visit;
DROP TRIGGER ticket_agrees_with_its_offer ON offer;
CREATE OR REPLACE FUNCTION ticket_agrees_with_its_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key text := CASE TG_TABLE_NAME WHEN 'ticket' THEN 'id' ELSE 'ticket_id' END;
  concerned ticket%ROWTYPE;
  live text;
  wanted text;
BEGIN
  FOR concerned IN SELECT * FROM ticket WHERE id IN (to_jsonb(OLD) ->> key, to_jsonb(NEW) ->> key) LOOP
    SELECT string_agg(coalesce(o.status, 'NOBODY') || ' on ' || v.status ||
        CASE WHEN (v.expert_id, v.scheduled_start, v.scheduled_end, concerned.expert_id) IS DISTINCT FROM (o.expert_id, o.starts_at, o.ends_at, o.expert_id)
          THEN ' by somebody else or at another time' ELSE '' END, ', ') INTO live
      FROM visit v LEFT JOIN offer o ON o.visit_id = v.id AND o.released_at IS NULL
      WHERE v.ticket_id = concerned.id
        AND (o.id IS NOT NULL OR v.status IN ('SCHEDULED', 'EN_ROUTE', 'ON_SITE') OR (v.status = 'PROPOSED' AND v.expert_id IS NOT NULL));
    wanted := CASE concerned.status
      WHEN 'OFFERED' THEN 'OFFERED on PROPOSED'
      WHEN 'ACCEPTED' THEN 'ACCEPTED on SCHEDULED'
      WHEN 'EN_ROUTE' THEN 'ACCEPTED on EN_ROUTE'
      WHEN 'ON_SITE' THEN 'ACCEPTED on ON_SITE' END;
    IF live IS DISTINCT FROM wanted THEN
      RAISE EXCEPTION 'constraint "ticket_agrees_with_its_offer": ticket % is % with live offer %', concerned.id, concerned.status, coalesce(live, 'none')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_agrees_with_its_offer';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer AFTER INSERT OR UPDATE OF status, expert_id ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer
  AFTER INSERT OR DELETE OR UPDATE OF status, ticket_id, expert_id, scheduled_start, scheduled_end ON visit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();
CREATE CONSTRAINT TRIGGER ticket_agrees_with_its_offer
  AFTER INSERT OR DELETE OR UPDATE OF status, released_at, visit_id, ticket_id, expert_id, starts_at, ends_at ON offer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ticket_agrees_with_its_offer();

-- Emptying a table asks no row's guard.
CREATE FUNCTION offer_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "offer_not_emptied": % is not emptied, assignments stand on it', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_not_emptied';
END $$;
CREATE TRIGGER offer_not_emptied BEFORE TRUNCATE ON offer FOR EACH STATEMENT EXECUTE FUNCTION offer_not_emptied();
CREATE TRIGGER offer_not_emptied BEFORE TRUNCATE ON visit FOR EACH STATEMENT EXECUTE FUNCTION offer_not_emptied();
CREATE TRIGGER offer_not_emptied BEFORE TRUNCATE ON offer_skill FOR EACH STATEMENT EXECUTE FUNCTION offer_not_emptied();
CREATE TRIGGER offer_not_emptied BEFORE TRUNCATE ON roster_expert_skill FOR EACH STATEMENT EXECUTE FUNCTION offer_not_emptied();
