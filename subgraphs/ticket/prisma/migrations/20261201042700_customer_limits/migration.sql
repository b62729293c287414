-- What one person may cause: part of the service policy. Of a customer, and of one person of the staff.
UPDATE service_policy SET policy = policy || '{"limits": {
  "openTickets": 40, "openUrgentTickets": 10, "ticketsPerDay": 100, "commentsPerHour": 60, "commentsPerTicketAndDay": 60, "staffTicketsPerHour": 20000, "staffCommentsPerHour": 1000
}}' WHERE NOT policy ? 'limits';

CREATE INDEX ticket_by_creator ON ticket (created_by_kind, created_by_id, created_at);
CREATE INDEX comment_by_author ON comment (author_kind, author_id, created_at);

CREATE FUNCTION service_limit(name text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT (policy -> 'limits' ->> name)::int FROM service_policy WHERE effective_from <= clock_timestamp() ORDER BY version DESC LIMIT 1
$$;

CREATE FUNCTION refuse_beyond(limit_name text, limit_value integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "%": at most %', limit_name, limit_value USING ERRCODE = 'check_violation', CONSTRAINT = limit_name;
END $$;

-- The tickets of one customer are counted one after the other: of two at the same moment the second sees the first.
CREATE FUNCTION ticket_within_limits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('limits ' || NEW.customer_id, 0));
  most := service_limit('openTickets');
  IF (SELECT count(*) FROM ticket WHERE customer_id = NEW.customer_id AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')) >= most THEN
    PERFORM refuse_beyond('ticket_open_limit', most);
  END IF;
  most := service_limit('openUrgentTickets');
  IF NEW.priority = 'P1' AND (SELECT count(*) FROM ticket WHERE customer_id = NEW.customer_id AND priority = 'P1' AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')) >= most THEN
    PERFORM refuse_beyond('ticket_urgent_limit', most);
  END IF;
  most := service_limit('ticketsPerDay');
  IF (SELECT count(*) FROM ticket WHERE created_by_kind = 'CUSTOMER' AND created_by_id = NEW.created_by_id AND created_at > clock_timestamp() - interval '1 day') >= most THEN
    PERFORM refuse_beyond('ticket_day_limit', most);
  END IF;
  RETURN NEW;
END $$;
-- After the one that finds the ticket's customer: triggers fire in the order of their names.
CREATE TRIGGER ticket_within_limits BEFORE INSERT ON ticket FOR EACH ROW
  WHEN (NEW.created_by_kind = 'CUSTOMER' AND NEW.idempotency_key IS NOT NULL) EXECUTE FUNCTION ticket_within_limits();

-- Without a lock: a hundred at the same moment may pass it by a hundred, and it is there for scripts that run wild.
CREATE FUNCTION ticket_within_staff_limits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer := service_limit('staffTicketsPerHour');
BEGIN
  IF EXISTS (SELECT 1 FROM ticket WHERE created_by_kind = NEW.created_by_kind AND created_by_id = NEW.created_by_id AND created_at > clock_timestamp() - interval '1 hour'
      ORDER BY created_at DESC OFFSET most - 1 LIMIT 1) THEN
    PERFORM refuse_beyond('ticket_staff_limit', most);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_within_staff_limits BEFORE INSERT ON ticket FOR EACH ROW
  WHEN (NEW.created_by_kind = 'OPERATIVE' AND NEW.idempotency_key IS NOT NULL) EXECUTE FUNCTION ticket_within_staff_limits();

CREATE FUNCTION comment_within_limits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer := service_limit(CASE NEW.author_kind WHEN 'CUSTOMER' THEN 'commentsPerHour' ELSE 'staffCommentsPerHour' END);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('limits ' || NEW.author_kind || NEW.author_id, 0));
  IF (SELECT count(*) FROM comment WHERE author_kind = NEW.author_kind AND author_id = NEW.author_id AND created_at > clock_timestamp() - interval '1 hour') >= most THEN
    PERFORM refuse_beyond('comment_hour_limit', most);
  END IF;
  most := service_limit('commentsPerTicketAndDay');
  IF NEW.author_kind = 'CUSTOMER' AND (SELECT count(*) FROM comment WHERE ticket_id = NEW.ticket_id AND author_kind = 'CUSTOMER' AND author_id = NEW.author_id
      AND created_at > clock_timestamp() - interval '1 day') >= most THEN
    PERFORM refuse_beyond('comment_day_limit', most);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER comment_within_limits BEFORE INSERT ON comment FOR EACH ROW
  WHEN (NEW.author_kind <> 'SYSTEM' AND NEW.author_id IS NOT NULL AND NEW.created_at > '2026-11-30') EXECUTE FUNCTION comment_within_limits();
