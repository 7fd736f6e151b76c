"""Results that laboratories send: orders have numbers, and what was sent stays word for word."""

import sqlalchemy as sa
from alembic import op

revision = "results_from_laboratories"
down_revision = "formulary_kept"
branch_labels = None
depends_on = None

SAID = "report_id, kind, source_index, said_index, row_id, status, issued_at, body_sealed, filed_at, filed_by"
COUNTER = "order_number"


def upgrade() -> None:
    op.add_column("service_request", sa.Column("number_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("service_request", sa.Column("number_index", sa.String(), nullable=True))
    op.create_index(op.f("ix_service_request_number_index"), "service_request", ["number_index"], unique=True)
    counter = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.bulk_insert(counter, [{"name": COUNTER, "value": 200_000}])
    op.add_column("observation", sa.Column("lab_flag", sa.String(), nullable=False, server_default=""))
    op.add_column("observation", sa.Column("lab_range", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "laboratory_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_index", sa.String(), nullable=False),
        sa.Column("said_index", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_laboratory_record_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["diagnostic_report.id"], name=op.f("fk_laboratory_record_report_id_diagnostic_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laboratory_record")),
        sa.UniqueConstraint("said_index", name=op.f("uq_laboratory_record_said_index")),
    )
    for column in ("patient_id", "report_id", "source_index"):
        op.create_index(op.f(f"ix_laboratory_record_{column}"), "laboratory_record", [column], unique=False)
    _guard()


def _guard() -> None:
    """Let the database refuse that what was sent is changed or lost, and that an order is given another number."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    body = (
        "EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    each = f"FOR EACH ROW {body}" if postgresql else body
    op.execute(f"CREATE TRIGGER laboratory_record_as_sent BEFORE UPDATE OF {SAID} ON laboratory_record {each}")
    op.execute(f"CREATE TRIGGER laboratory_record_stays BEFORE DELETE ON laboratory_record {each}")
    numbered = "FOR EACH ROW WHEN (OLD.number_index IS NOT NULL)"
    op.execute(
        "CREATE TRIGGER service_request_number BEFORE UPDATE OF number_sealed, number_index ON service_request "
        f"{numbered} {body}"
    )
    if postgresql:
        op.execute(f"CREATE TRIGGER laboratory_record_stays_whole BEFORE TRUNCATE ON laboratory_record {body}")


def downgrade() -> None:
    op.drop_table("laboratory_record")
    op.drop_column("observation", "lab_range")
    op.drop_column("observation", "lab_flag")
    op.execute(f"DELETE FROM counter WHERE name = '{COUNTER}'")
    on = " ON service_request" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER service_request_number{on}")
    op.drop_index(op.f("ix_service_request_number_index"), table_name="service_request")
    op.drop_column("service_request", "number_index")
    op.drop_column("service_request", "number_sealed")
