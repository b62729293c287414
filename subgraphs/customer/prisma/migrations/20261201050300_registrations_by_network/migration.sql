-- Registrations are counted by the network that they come from: an IPv6 address by its /64.
ALTER TABLE "registration" ADD COLUMN "network" TEXT;
CREATE INDEX registration_by_network ON registration (network, created_at) WHERE network IS NOT NULL;
