-- What people make of an alert, which no service knows.
ALTER TABLE "alert"
  ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3),
  ADD COLUMN "acknowledged_by" TEXT,
  ADD COLUMN "resolved_at" TIMESTAMPTZ(3),
  ADD COLUMN "comment" TEXT;
