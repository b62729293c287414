-- What was promised to customers: targets by priority, when their clocks run, and rules at the door. A change is a new version.
CREATE TABLE service_policy (
  version integer PRIMARY KEY CHECK (version > 0),
  effective_from timestamptz(3) NOT NULL,
  policy jsonb NOT NULL,
  saved_by text,
  note text
);
INSERT INTO service_policy VALUES (1, '1970-01-01T00:00:00Z', '{
  "calendar": {
    "timeZone": "Europe/Berlin",
    "opening": [
      { "weekday": 1, "from": "08:00", "until": "18:00" },
      { "weekday": 2, "from": "08:00", "until": "18:00" },
      { "weekday": 3, "from": "08:00", "until": "18:00" },
      { "weekday": 4, "from": "08:00", "until": "18:00" },
      { "weekday": 5, "from": "08:00", "until": "18:00" }
    ],
    "holidays": [
      "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26",
      "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-10-03", "2027-12-25", "2027-12-26",
      "2028-01-01", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-25", "2028-06-05", "2028-10-03", "2028-12-25", "2028-12-26"
    ]
  },
  "dayMinutes": 600,
  "targets": {
    "P1": { "clock": "ALWAYS", "respondMinutes": 15, "arriveMinutes": 240 },
    "P2": { "clock": "BUSINESS", "respondMinutes": 30, "arriveMinutes": 480 },
    "P3": { "clock": "BUSINESS", "respondMinutes": 120, "arriveMinutes": 600 },
    "P4": { "clock": "BUSINESS", "respondMinutes": 240, "arriveMinutes": 1800 }
  },
  "noEntryAfterSeconds": 900
}', NULL, 'Came with the system: Germany''s nationwide holidays, until the end of 2028.');

-- The clocks stand still while a ticket is on hold; the stretches in which they did are kept, so that targets can be counted anew.
ALTER TABLE ticket ADD COLUMN plan_arrive_minutes integer CHECK (plan_arrive_minutes > 0);
ALTER TABLE ticket ADD COLUMN sla_paused_at timestamptz(3);
ALTER TABLE ticket ADD COLUMN sla_pauses jsonb NOT NULL DEFAULT '[]';
UPDATE ticket SET sla_paused_at = (SELECT max(at) FROM ticket_history h WHERE h.ticket_id = ticket.id) WHERE status = 'ON_HOLD';
UPDATE timer SET done_at = now() FROM ticket WHERE ticket.id = timer.ticket_id AND ticket.status = 'ON_HOLD' AND kind = 'SLA' AND done_at IS NULL;
