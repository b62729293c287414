-- An address is shown and visited only after it was found among the customer's own.
ALTER TABLE ticket ADD COLUMN address_checked_at timestamptz(3);

-- A postcode was kept only with an address that had been found; who stands outside of all territories had one too.
UPDATE ticket SET address_checked_at = coalesce(entitlement_checked_at, created_at)
WHERE address_id IS NOT NULL AND (postcode IS NOT NULL OR territory_id IS NOT NULL OR attention_reason = 'OUTSIDE_TERRITORIES');
