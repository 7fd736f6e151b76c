"""The audit only grows: no entry is changed or removed."""

from alembic import op

revision = "audit_only_grows"
down_revision = "signed_is_signed"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "audit_subject")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit_only_grows' USING ERRCODE = 'check_violation'; END $$"
        )
    for table in TABLES:
        for when in ("UPDATE", "DELETE"):
            body = (
                "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit()"
                if postgresql
                else "BEGIN SELECT RAISE(ABORT, 'audit_only_grows'); END"
            )
            op.execute(f"CREATE TRIGGER {table}_no_{when.lower()} BEFORE {when} ON {table} {body}")
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change_of_audit()"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for when in ("update", "delete", *(["truncate"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {table}_no_{when}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_change_of_audit")
