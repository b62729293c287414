-- What the reports ask for: tickets that are open, and what happened between two moments.
CREATE INDEX ticket_open ON ticket (created_at) WHERE status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED');
CREATE INDEX ticket_assigned ON ticket (first_assigned_at) WHERE first_assigned_at IS NOT NULL;
CREATE INDEX ticket_arrived ON ticket (arrived_at) WHERE arrived_at IS NOT NULL;
CREATE INDEX visit_arrived ON visit (arrived_at) WHERE arrived_at IS NOT NULL;
CREATE INDEX visit_completed ON visit (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX offer_refused ON offer (answered_at) WHERE status = 'REFUSED';
CREATE INDEX offer_booked ON offer (expert_id, starts_at) WHERE status = 'ACCEPTED';
