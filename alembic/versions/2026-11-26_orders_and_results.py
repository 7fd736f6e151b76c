"""Orders, what came of them, and who has to look: once somebody has looked, that is never rewritten or lost."""

import sqlalchemy as sa
from alembic import op

revision = "orders_and_results"
down_revision = "cosignatures"
branch_labels = None
depends_on = None

OPEN = sa.text("seen_at IS NULL AND closed_at IS NULL")
HELD = sa.text("released_at IS NULL")
TABLES = ("service_request", "diagnostic_report", "result_review")
# What was said once and for all; whose it is may still follow its patient into a merged record.
SAID = {
    "service_request": "practitioner_id, encounter_id, category, panel, code_system, code, priority, requisition_id, name_sealed, "
    "detail_sealed, reason_sealed, ordered_at",
    "diagnostic_report": "service_request_id, happened_at, recorded_by",
}
SEEN = "report_id, practitioner_id, because, asked_at, asked_by, seen_at, seen_by, seen_version, note_sealed, closed_at"


def _id(name: str = "id", nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _named(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _at(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _sealed(name: str) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def upgrade() -> None:
    op.create_table(
        "service_request",
        _id(), _id("patient_id"), _id("practitioner_id"), _id("encounter_id", nullable=True),
        *(_text(name) for name in ("status", "intent", "category", "panel", "code_system", "code", "priority")),
        _id("requisition_id"), _sealed("name_sealed"), _sealed("detail_sealed"), _sealed("reason_sealed"),
        _at("ordered_at", nullable=False), _at("completed_at"), _at("revoked_at"), _id("revoked_by", nullable=True),
        _sealed("revoke_reason_sealed"), sa.Column("version", sa.Integer(), nullable=False), _text("request_key"),
        _named("service_request", "patient_id", "patient"),
        _named("service_request", "practitioner_id", "practitioner"),
        _named("service_request", "encounter_id", "encounter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sa.UniqueConstraint("request_key", name=op.f("uq_service_request_request_key")),
    )  # fmt: skip
    op.create_table(
        "diagnostic_report",
        _id(), _id("patient_id"), _id("service_request_id"), _text("status"),
        sa.Column("rank", sa.Integer(), nullable=False), sa.Column("called_critical", sa.Boolean(), nullable=False),
        _at("happened_at", nullable=False), _at("issued_at", nullable=False), _id("recorded_by", nullable=True),
        _at("release_at", nullable=False), _at("released_at"), _at("escalated_at"),
        sa.Column("version", sa.Integer(), nullable=False), _text("request_key"),
        _named("diagnostic_report", "patient_id", "patient"),
        _named("diagnostic_report", "service_request_id", "service_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostic_report")),
        sa.UniqueConstraint("request_key", name=op.f("uq_diagnostic_report_request_key")),
    )  # fmt: skip
    op.create_table(
        "result_review",
        _id(), _id("patient_id"), _id("report_id"), _id("practitioner_id"), _text("because"),
        _at("asked_at", nullable=False), _id("asked_by", nullable=True), _at("seen_at"), _id("seen_by", nullable=True),
        sa.Column("seen_version", sa.Integer(), nullable=True), _sealed("note_sealed"), _at("closed_at"),
        _named("result_review", "patient_id", "patient"),
        _named("result_review", "report_id", "diagnostic_report"),
        _named("result_review", "practitioner_id", "practitioner"),
        _named("result_review", "seen_by", "practitioner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_review")),
    )  # fmt: skip
    op.create_table(
        "result_rules",
        _id(), sa.Column("release_hours", sa.Integer(), nullable=False),
        sa.Column("escalate_hours", sa.Integer(), nullable=False), sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_rules")),
    )  # fmt: skip
    indexed = {
        "service_request": ("patient_id", "practitioner_id", "encounter_id"),
        "diagnostic_report": ("patient_id", "service_request_id"),
        "result_review": ("patient_id", "report_id", "practitioner_id"),
    }
    for table, columns in indexed.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index(
        "ix_diagnostic_report_held", "diagnostic_report", ["release_at"], postgresql_where=HELD, sqlite_where=HELD
    )
    op.create_index(
        "uq_result_review_open", "result_review", ["report_id", "practitioner_id"], unique=True,
        postgresql_where=OPEN, sqlite_where=OPEN,
    )  # fmt: skip
    _guard()


def _guard() -> None:
    """Let the database refuse a change of what was said or seen, and its loss."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    body = (
        "EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    each = f"FOR EACH ROW {body}" if postgresql else body
    for table, columns in SAID.items():
        op.execute(f"CREATE TRIGGER {table}_as_said BEFORE UPDATE OF {columns} ON {table} {each}")
    seen = "FOR EACH ROW WHEN (OLD.seen_at IS NOT NULL OR OLD.closed_at IS NOT NULL)"
    op.execute(f"CREATE TRIGGER result_review_as_seen BEFORE UPDATE OF {SEEN} ON result_review {seen} {body}")
    for table in TABLES:
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {each}")
        if postgresql:
            op.execute(f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} {body}")


def downgrade() -> None:
    for table in ("result_rules", "result_review", "diagnostic_report", "service_request"):
        op.drop_table(table)
