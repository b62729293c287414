CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Values -----------------------------------------------------------------------------------------------------------

CREATE FUNCTION passes_luhn(digits text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT sum(CASE WHEN n % 2 = 1 THEN d WHEN d > 4 THEN d * 2 - 9 ELSE d * 2 END) % 10 = 0
  FROM (SELECT n, substr(reverse(digits), n, 1)::int AS d FROM generate_series(1, length(digits)) n) each_digit
$$;

-- The same rule as src/domain/cardNumber.ts: a run of 13 to 19 digits, or groups as they are printed on a card.
CREATE FUNCTION holds_card_number(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE found text[];
BEGIN
  IF value !~ '\d{13}|\d{4}[ .-]\d{4,6}[ .-]\d{4}' THEN RETURN false; END IF;
  FOR found IN SELECT regexp_matches(value, 
    '(?<!\d)(\d{13,19}|\d{4}[ .]\d{4}[ .]\d{4}[ .]\d{1,7}|\d{4}[ .]\d{6}[ .]\d{4,5})(?!\d)|(?<![\dA-Za-z])(\d{4}-\d{4}-\d{4}-\d{1,7}|\d{4}-\d{6}-\d{4,5})(?![\dA-Za-z])', 'g') LOOP
    IF passes_luhn(regexp_replace(coalesce(found[1], found[2]), '\D', '', 'g')) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

ALTER TABLE plan
  ADD CHECK (monthly_price_minor >= 0), ADD CHECK (currency ~ '^[A-Z]{3}$'), ADD CHECK (response_target_minutes > 0);

ALTER TABLE payment_method
  ADD CHECK (last4 ~ '^\d{4}$'), ADD CHECK (expires_month BETWEEN 1 AND 12), ADD CHECK (expires_year BETWEEN 2000 AND 2199),
  ADD CHECK (psp_token ~ '^tok_'), ADD CHECK (NOT holds_card_number(psp_token)), ADD CHECK (length(brand) <= 40);

ALTER TABLE contract
  ADD CHECK (status IN ('PENDING_PAYMENT', 'ACTIVE', 'CANCELLED', 'ENDED')),
  ADD CHECK (monthly_price_minor >= 0), ADD CHECK (currency ~ '^[A-Z]{3}$'), ADD CHECK (ends_at >= starts_at),
  ADD CHECK (status IN ('PENDING_PAYMENT', 'ACTIVE') OR ends_at IS NOT NULL),
  ADD CHECK (NOT holds_card_number(cancel_reason));

ALTER TABLE invoice
  ADD CHECK (status IN ('OPEN', 'PAID', 'VOID')), ADD CHECK (total_minor >= 0), ADD CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CHECK (period_end >= period_start);

ALTER TABLE payment
  ADD CHECK (status IN ('PENDING', 'SUCCEEDED', 'DECLINED')), ADD CHECK (amount_minor >= 0), ADD CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CHECK ((status = 'SUCCEEDED') = (paid_at IS NOT NULL)), ADD CHECK (NOT holds_card_number(psp_reference));

ALTER TABLE refund
  ADD CHECK (status IN ('PENDING', 'SUCCEEDED')), ADD CHECK (amount_minor >= 0), ADD CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CHECK ((status = 'SUCCEEDED') = (refunded_at IS NOT NULL));

ALTER TABLE idempotency_key ADD CHECK (length(key) BETWEEN 8 AND 100), ADD CHECK (NOT holds_card_number(key));
ALTER TABLE webhook_event ADD CHECK (length(id) <= 100), ADD CHECK (NOT holds_card_number(id));

-- One invoice per contract and period; at most one payment of an invoice that may still become, or is, money ---------

ALTER TABLE invoice ADD COLUMN month date NOT NULL GENERATED ALWAYS AS (date_trunc('month', period_start::timestamp)::date) STORED;
CREATE UNIQUE INDEX invoice_once_per_contract_and_month ON invoice (contract_id, month);
CREATE INDEX invoice_by_month ON invoice (month, status);
CREATE UNIQUE INDEX payment_one_live_per_invoice ON payment (invoice_id) WHERE status IN ('PENDING', 'SUCCEEDED');
CREATE INDEX payment_to_ask ON payment (ask_at) WHERE status = 'PENDING';
CREATE INDEX payment_by_paid_at ON payment (paid_at) WHERE status = 'SUCCEEDED';
CREATE INDEX refund_to_ask ON refund (ask_at) WHERE status = 'PENDING';
CREATE SEQUENCE invoice_number START 100001;

-- No product is covered twice for one customer at one time ------------------------------------------------------------

CREATE FUNCTION contract_product_follows_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT customer_id, starts_at, ends_at INTO NEW.customer_id, NEW.covers_from, NEW.covers_until FROM contract WHERE id = NEW.contract_id;
  RETURN NEW;
END $$;
CREATE TRIGGER contract_product_follows_contract BEFORE INSERT OR UPDATE ON contract_product
  FOR EACH ROW EXECUTE FUNCTION contract_product_follows_contract();

CREATE FUNCTION contract_moves_its_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE contract_product SET covers_until = NEW.ends_at WHERE contract_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER contract_moves_its_products AFTER UPDATE OF customer_id, starts_at, ends_at ON contract
  FOR EACH ROW EXECUTE FUNCTION contract_moves_its_products();

ALTER TABLE contract_product ADD CONSTRAINT contract_product_covered_once
  EXCLUDE USING gist (customer_id WITH =, product_id WITH =, tstzrange(covers_from, covers_until) WITH &&);

-- What is settled stays settled ---------------------------------------------------------------------------------------

CREATE FUNCTION invoice_stays_as_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'invoice % cannot be deleted', OLD.id USING ERRCODE = 'restrict_violation'; END IF;
  IF (NEW.id, NEW.number, NEW.contract_id, NEW.customer_id, NEW.period_start, NEW.period_end, NEW.total_minor, NEW.currency, NEW.issued_at)
     IS DISTINCT FROM (OLD.id, OLD.number, OLD.contract_id, OLD.customer_id, OLD.period_start, OLD.period_end, OLD.total_minor, OLD.currency, OLD.issued_at)
     OR (OLD.status <> 'OPEN' AND NEW.status <> OLD.status) THEN
    RAISE EXCEPTION 'invoice % is issued: only OPEN may become PAID or VOID', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_stays_as_issued BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_stays_as_issued();

CREATE FUNCTION payment_stays_as_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'payment % cannot be deleted', OLD.id USING ERRCODE = 'restrict_violation'; END IF;
  IF (NEW.id, NEW.invoice_id, NEW.amount_minor, NEW.currency, NEW.payment_method_id)
     IS DISTINCT FROM (OLD.id, OLD.invoice_id, OLD.amount_minor, OLD.currency, OLD.payment_method_id)
     OR (OLD.status <> 'PENDING' AND (NEW.status, NEW.paid_at) IS DISTINCT FROM (OLD.status, OLD.paid_at)) THEN
    RAISE EXCEPTION 'payment % is settled: only PENDING may become SUCCEEDED or DECLINED', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_stays_as_settled BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION payment_stays_as_settled();

-- The ledger: every transaction sums to zero in every currency, and nothing in it ever changes ---------------------------

ALTER TABLE ledger_transaction
  ADD COLUMN posted_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  ADD CHECK (kind IN ('ISSUED', 'VOIDED', 'PAID', 'REFUNDED', 'SETTLED_ELSEWHERE')), ADD CHECK (id LIKE kind || ':%');
ALTER TABLE ledger_entry
  ADD CHECK (account IN ('RECEIVABLE', 'REVENUE', 'CASH', 'OPENING')), ADD CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CHECK ((account = 'RECEIVABLE') = (customer_id IS NOT NULL));

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: post a new transaction instead', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_transaction_append_only BEFORE UPDATE OR DELETE ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transaction_not_emptied BEFORE TRUNCATE ON ledger_transaction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_not_emptied BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A committed transaction takes no further entries, not even balanced ones.
CREATE FUNCTION ledger_entry_belongs_to_this_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added JOIN ledger_transaction t ON t.id = added.transaction_id WHERE t.posted_in <> pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a posted ledger transaction takes no further entries' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_belongs_to_this_posting AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_belongs_to_this_posting();

CREATE FUNCTION refuse_unbalanced(transaction_id text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ledger_entry e WHERE e.transaction_id = refuse_unbalanced.transaction_id) < 2 THEN
    RAISE EXCEPTION 'ledger transaction % has fewer than two entries', transaction_id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM ledger_entry e WHERE e.transaction_id = refuse_unbalanced.transaction_id GROUP BY e.currency HAVING sum(e.amount_minor) <> 0) THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', transaction_id USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM refuse_unbalanced(NEW.id); RETURN NULL; END $$;
CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM refuse_unbalanced(NEW.transaction_id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON ledger_transaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
