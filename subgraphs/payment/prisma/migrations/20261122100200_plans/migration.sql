-- What is sold, as the monolith had it in its code. One line per plan; the products that it covers follow.
INSERT INTO plan (id, code, name, description, monthly_price_minor, currency, response_target_minutes) VALUES
  ('plan_000001', 'BASIC', 'Basic', 'Phones, wearables, television and audio. An expert comes within three days.', 499, 'EUR', 4320),
  ('plan_000002', 'HOME', 'Home', 'Everything in Basic, and the smart home and the kitchen. An expert comes within two days.', 999, 'EUR', 2880),
  ('plan_000003', 'PLUS', 'Plus', 'Every product line. An expert comes within a day.', 1999, 'EUR', 1440),
  ('plan_000004', 'BUSINESS', 'Business', 'Every product line, for offices and shops. An expert comes within 8 hours.', 4999, 'EUR', 480);
INSERT INTO plan_product (plan_id, product_id) SELECT 'plan_000001', 'prd_' || lpad(n::text, 6, '0') FROM generate_series(11, 30) n;
INSERT INTO plan_product (plan_id, product_id) SELECT 'plan_000002', 'prd_' || lpad(n::text, 6, '0') FROM generate_series(11, 30) n;
INSERT INTO plan_product (plan_id, product_id) SELECT 'plan_000002', 'prd_' || lpad(n::text, 6, '0') FROM generate_series(41, 60) n;
INSERT INTO plan_product (plan_id, product_id) SELECT 'plan_000003', 'prd_' || lpad(n::text, 6, '0') FROM generate_series(1, 60) n;
INSERT INTO plan_product (plan_id, product_id) SELECT 'plan_000004', 'prd_' || lpad(n::text, 6, '0') FROM generate_series(1, 60) n;
