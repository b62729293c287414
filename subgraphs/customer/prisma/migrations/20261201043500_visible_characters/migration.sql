-- Lengths count what people see; each such character takes at most four code points in the mean.
ALTER TABLE customer DROP CONSTRAINT customer_name_check;
ALTER TABLE customer ADD CONSTRAINT customer_name_check CHECK (btrim(name) <> '' AND length(name) <= 800);
ALTER TABLE external_customer DROP CONSTRAINT external_customer_external_id_check;
ALTER TABLE external_customer ADD CONSTRAINT external_customer_external_id_check CHECK (length(external_id) BETWEEN 1 AND 800);
