-- What each connection asked of its service, by the day; when its month's quota was spent; and how far back what is known
-- of a service is known to be complete.

CREATE TABLE "request_day" (
    "connection_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "writes" INTEGER NOT NULL,

    CONSTRAINT "request_day_pkey" PRIMARY KEY ("connection_id","day")
);

CREATE INDEX "request_day_tenant_id_idx" ON "request_day"("tenant_id");

ALTER TABLE "connection_health" ADD COLUMN "complete_as_of" TIMESTAMPTZ(3);
ALTER TABLE "connection_health" ADD COLUMN "month_quota" INTEGER;
ALTER TABLE "connection_health" ADD COLUMN "quota_spent_until" TIMESTAMPTZ(3);
ALTER TABLE "resource_sync" ADD COLUMN "complete_as_of" TIMESTAMPTZ(3);
