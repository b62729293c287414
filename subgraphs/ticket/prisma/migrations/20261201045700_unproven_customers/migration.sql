-- A customer who has not proven an e-mail address may have fewer open tickets.
ALTER TABLE "ticket" ADD COLUMN "created_unproven" BOOLEAN;
UPDATE service_policy SET policy = jsonb_set(policy, '{limits,unprovenOpenTickets}', '3') WHERE NOT policy -> 'limits' ? 'unprovenOpenTickets';

-- After ticket_within_limits, which takes the customer's lock: triggers fire in the order of their names.
CREATE FUNCTION ticket_within_unproven_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer := service_limit('unprovenOpenTickets');
BEGIN
  IF (SELECT count(*) FROM ticket WHERE customer_id = NEW.customer_id AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')) >= most THEN
    PERFORM refuse_beyond('ticket_unproven_limit', most);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_within_unproven_limit BEFORE INSERT ON ticket FOR EACH ROW
  WHEN (NEW.created_unproven) EXECUTE FUNCTION ticket_within_unproven_limit();
