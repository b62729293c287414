-- Emptying a table asks no row's guard: the month could be invoiced, and the payment refunded, once more.
CREATE FUNCTION papers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "papers_stay": % is not emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'papers_stay';
END $$;
CREATE TRIGGER papers_stay BEFORE TRUNCATE ON invoice FOR EACH STATEMENT EXECUTE FUNCTION papers_stay();
CREATE TRIGGER papers_stay BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION papers_stay();
CREATE TRIGGER papers_stay BEFORE TRUNCATE ON refund FOR EACH STATEMENT EXECUTE FUNCTION papers_stay();

-- What was given back stays given back.
CREATE FUNCTION refund_stays_as_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'refund % cannot be deleted', OLD.id USING ERRCODE = 'restrict_violation'; END IF;
  IF (NEW.id, NEW.payment_id, NEW.amount_minor, NEW.currency) IS DISTINCT FROM (OLD.id, OLD.payment_id, OLD.amount_minor, OLD.currency)
     OR (OLD.status <> 'PENDING' AND (NEW.status, NEW.refunded_at) IS DISTINCT FROM (OLD.status, OLD.refunded_at)) THEN
    RAISE EXCEPTION 'refund % is settled: only PENDING may become SUCCEEDED', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_stays_as_settled BEFORE UPDATE OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION refund_stays_as_settled();
