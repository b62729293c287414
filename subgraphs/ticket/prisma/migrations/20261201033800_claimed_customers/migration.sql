-- Records of customers that now belong to another one, who proved the address. What still comes under the old id goes to the new one.
CREATE TABLE claimed_customer (
  claimed_id text PRIMARY KEY,
  customer_id text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT claimed_customer_is_another CHECK (claimed_id <> customer_id)
);

CREATE FUNCTION claimed_customer_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "claimed_customer_final": a claim is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'claimed_customer_final';
END $$;
CREATE TRIGGER claimed_customer_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON claimed_customer
  FOR EACH STATEMENT EXECUTE FUNCTION claimed_customer_is_final();

-- A claim takes this lock alone, new tickets share it: a ticket is there before the claim looks for it, or knows of the claim.
CREATE FUNCTION ticket_goes_to_its_customer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('claim ' || NEW.customer_id, 0));
  SELECT customer_id INTO owner FROM claimed_customer WHERE claimed_id = NEW.customer_id;
  IF FOUND THEN NEW.customer_id := owner; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_goes_to_its_customer BEFORE INSERT ON ticket FOR EACH ROW
  WHEN (NEW.idempotency_key IS NOT NULL OR NEW.import_source IS NOT NULL) EXECUTE FUNCTION ticket_goes_to_its_customer();
