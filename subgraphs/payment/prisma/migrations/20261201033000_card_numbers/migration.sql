-- Keys are chosen by clients and kept as SHA-256 in hex; ids and references of the provider are not free text. Their checks refused one in
-- ten numbers that are no card numbers.
DO $$ DECLARE rule record; BEGIN
  FOR rule IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE contype = 'c' AND conrelid IN ('idempotency_key'::regclass, 'webhook_event'::regclass, 'payment'::regclass)
      AND pg_get_constraintdef(oid) LIKE '%holds_card_number%' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.place, rule.conname);
  END LOOP;
END $$;

UPDATE idempotency_key SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex');
ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_is_hash CHECK (key ~ '^[0-9a-f]{64}$');

-- Narrower than the detector of the services, packages/subgraph-chassis/src/cardNumbers: what this finds, that finds as well.
CREATE OR REPLACE FUNCTION holds_card_number(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE found text[]; digits text;
BEGIN
  IF value !~ '\d{14}|\d{4}[ .-]\d{4,6}[ .-]\d{4}' THEN RETURN false; END IF;
  FOR found IN SELECT regexp_matches(value,
    '(?<![\dA-Za-z+-])(\d{14,19}|\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}|\d{4}[ .-]\d{6}[ .-]\d{4,5})(?![\dA-Za-z-])', 'g') LOOP
    digits := regexp_replace(found[1], '\D', '', 'g');
    IF digits ~ '^(4\d{15}|5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|3[47]\d{13}|6011\d{12}|65\d{14}|3[689]\d{12}|35(2[89]|[3-8]\d)\d{12})$'
      AND passes_luhn(digits) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;
