"""Severe alerts of the prescribing checks that a doctor overrode, with the reason; none ever changes or goes."""

import sqlalchemy as sa
from alembic import op

revision = "alerts_overridden"
down_revision = "prescription_life"
branch_labels = None
depends_on = None

SAID = "prescription_id, alert_key, kind, pair, reason_sealed, overridden_at, overridden_by"


def upgrade() -> None:
    op.create_table(
        "alert_override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("prescription_id", sa.Uuid(), nullable=False),
        sa.Column("alert_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pair", sa.String(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("overridden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overridden_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_alert_override_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["prescription_id"],
            ["medication_request.id"],
            name=op.f("fk_alert_override_prescription_id_medication_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_override")),
        sa.UniqueConstraint("prescription_id", "alert_key", name=op.f("uq_alert_override_prescription_id_alert_key")),
    )
    op.create_index(op.f("ix_alert_override_patient_id"), "alert_override", ["patient_id"], unique=False)
    op.create_index(op.f("ix_alert_override_overridden_at"), "alert_override", ["overridden_at"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_loss_of_override() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'overrides_stay' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER alert_override_stays_whole BEFORE TRUNCATE ON alert_override "
            "EXECUTE FUNCTION refuse_loss_of_override()"
        )
    refused = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_override()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'overrides_stay'); END"
    )
    op.execute(f"CREATE TRIGGER alert_override_stays BEFORE DELETE ON alert_override {refused}")
    op.execute(f"CREATE TRIGGER alert_override_as_said BEFORE UPDATE OF {SAID} ON alert_override {refused}")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    whole = ["alert_override_stays_whole"] if postgresql else []
    for name in ("alert_override_stays", "alert_override_as_said", *whole):
        op.execute(f"DROP TRIGGER {name}" + (" ON alert_override" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_loss_of_override")
    op.drop_index(op.f("ix_alert_override_overridden_at"), table_name="alert_override")
    op.drop_index(op.f("ix_alert_override_patient_id"), table_name="alert_override")
    op.drop_table("alert_override")
