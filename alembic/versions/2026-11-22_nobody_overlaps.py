"""Nobody holds a doctor, or is anywhere, at overlapping times: refused by the database on each insert and each move."""

from alembic import op

revision = "nobody_overlaps"
down_revision = "first_tables"
branch_labels = None
depends_on = None

WHO = ("practitioner", "patient")


def upgrade() -> None:
    op.create_index("ix_appointment_practitioner_id_starts_at", "appointment", ["practitioner_id", "starts_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for who in WHO:
            op.execute(
                f"ALTER TABLE appointment ADD CONSTRAINT {who}_overlap EXCLUDE USING gist "
                f"({who}_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)"
            )
        return
    for who in WHO:
        for when in ("INSERT", f"UPDATE OF {who}_id, starts_at, ends_at, cancelled_at"):
            op.execute(_trigger(who, when))


def _trigger(who: str, when: str) -> str:
    name = f"{who}_overlap_{when.split(maxsplit=1)[0].lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON appointment WHEN NEW.cancelled_at IS NULL BEGIN "
        f"SELECT RAISE(ABORT, '{who}_overlap') WHERE EXISTS (SELECT 1 FROM appointment WHERE {who}_id = NEW.{who}_id "
        "AND id <> NEW.id AND cancelled_at IS NULL AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for who in WHO:
            op.execute(f"ALTER TABLE appointment DROP CONSTRAINT {who}_overlap")
    else:
        for who in WHO:
            op.execute(f"DROP TRIGGER {who}_overlap_insert")
            op.execute(f"DROP TRIGGER {who}_overlap_update")
    op.drop_index("ix_appointment_practitioner_id_starts_at", "appointment")
