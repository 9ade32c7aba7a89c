-- What a tenant has set of the rules of FMEA, risk ranking and escalation. Nothing is taken out: an assessment keeps the
-- matrix, and an alert the ladder, that held when it came to be.
CREATE TABLE "tenant_rules" (
  "tenant_id" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "rules" JSONB NOT NULL,
  CONSTRAINT "tenant_rules_pkey" PRIMARY KEY ("tenant_id", "since")
);

ALTER TABLE "alert" ADD COLUMN "ladder" JSONB;
