"""Messages between patients and the care team, who answers meanwhile, and forms before a visit."""

import sqlalchemy as sa
from alembic import op

revision = "threads_and_forms"
down_revision = "more_about_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("audit_entry_id", sa.Uuid(), nullable=True),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_role", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_role", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_entry_id"], ["audit_entry.id"], name=op.f("fk_thread_audit_entry_id_audit_entry")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_thread_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_thread_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("request_key", name=op.f("uq_thread_request_key")),
    )
    op.create_index(op.f("ix_thread_last_at"), "thread", ["last_at"], unique=False)
    op.create_index(op.f("ix_thread_patient_id"), "thread", ["patient_id"], unique=False)
    op.create_index(op.f("ix_thread_practitioner_id"), "thread", ["practitioner_id"], unique=False)
    op.create_table(
        "thread_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stands_for_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_thread_message_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["stands_for_id"], ["practitioner.id"], name=op.f("fk_thread_message_stands_for_id_practitioner")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_message_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
        sa.UniqueConstraint("request_key", name=op.f("uq_thread_message_request_key")),
        sa.UniqueConstraint("thread_id", "place", name=op.f("uq_thread_message_thread_id_place")),
    )
    op.create_index(op.f("ix_thread_message_patient_id"), "thread_message", ["patient_id"], unique=False)
    op.create_table(
        "thread_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_thread_draft_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_thread_draft_patient_id_patient")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_draft_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_thread_draft_key")),
    )
    op.create_index(op.f("ix_thread_draft_account_id"), "thread_draft", ["account_id"], unique=False)
    op.create_index(op.f("ix_thread_draft_patient_id"), "thread_draft", ["patient_id"], unique=False)
    op.create_index(op.f("ix_thread_draft_thread_id"), "thread_draft", ["thread_id"], unique=False)
    op.create_table(
        "message_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["thread_draft.id"], name=op.f("fk_message_attachment_draft_id_thread_draft")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_message_attachment_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["thread_message.id"], name=op.f("fk_message_attachment_message_id_thread_message")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_message_attachment_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attachment")),
        sa.UniqueConstraint("file_id", name=op.f("uq_message_attachment_file_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_message_attachment_request_key")),
    )
    op.create_index(op.f("ix_message_attachment_draft_id"), "message_attachment", ["draft_id"], unique=False)
    op.create_index(op.f("ix_message_attachment_message_id"), "message_attachment", ["message_id"], unique=False)
    op.create_index(op.f("ix_message_attachment_patient_id"), "message_attachment", ["patient_id"], unique=False)
    op.create_table(
        "read_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_read_mark_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_read_mark_patient_id_patient")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_read_mark_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_mark")),
        sa.UniqueConstraint("thread_id", "account_id", name=op.f("uq_read_mark_thread_id_account_id")),
    )
    op.create_index(op.f("ix_read_mark_account_id"), "read_mark", ["account_id"], unique=False)
    op.create_index(op.f("ix_read_mark_patient_id"), "read_mark", ["patient_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("after_place", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["practitioner.id"], name=op.f("fk_handover_from_id_practitioner")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_handover_patient_id_patient")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_handover_thread_id_thread")),
        sa.ForeignKeyConstraint(["to_id"], ["practitioner.id"], name=op.f("fk_handover_to_id_practitioner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_patient_id"), "handover", ["patient_id"], unique=False)
    op.create_index(op.f("ix_handover_thread_id"), "handover", ["thread_id"], unique=False)
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("covered_by_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["covered_by_id"], ["practitioner.id"], name=op.f("fk_cover_covered_by_id_practitioner")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_cover_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
        sa.UniqueConstraint("request_key", name=op.f("uq_cover_request_key")),
    )
    op.create_index(op.f("ix_cover_covered_by_id"), "cover", ["covered_by_id"], unique=False)
    op.create_index(op.f("ix_cover_practitioner_id"), "cover", ["practitioner_id"], unique=False)
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("request_key", name=op.f("uq_questionnaire_request_key")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_version_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=op.f("uq_questionnaire_version_questionnaire_id_number")
        ),
    )
    op.create_table(
        "questionnaire_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("visit_type_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_questionnaire_use_questionnaire_id_questionnaire")
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"], ["visit_type.id"], name=op.f("fk_questionnaire_use_visit_type_id_visit_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_use")),
        sa.UniqueConstraint(
            "questionnaire_id", "visit_type_id", name=op.f("uq_questionnaire_use_questionnaire_id_visit_type_id")
        ),
    )
    op.create_index(op.f("ix_questionnaire_use_visit_type_id"), "questionnaire_use", ["visit_type_id"], unique=False)
    op.create_table(
        "questionnaire_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_questionnaire_response_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_questionnaire_response_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_response_questionnaire_id_questionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_response_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_response")),
        sa.UniqueConstraint(
            "appointment_id", "questionnaire_id", name=op.f("uq_questionnaire_response_appointment_id_questionnaire_id")
        ),
    )
    op.create_index(
        op.f("ix_questionnaire_response_patient_id"), "questionnaire_response", ["patient_id"], unique=False
    )
    op.create_index(
        op.f("ix_questionnaire_response_questionnaire_id"), "questionnaire_response", ["questionnaire_id"], unique=False
    )
    op.create_index(
        op.f("ix_questionnaire_response_version_id"), "questionnaire_response", ["version_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("questionnaire_response")
    op.drop_table("questionnaire_use")
    op.drop_table("questionnaire_version")
    op.drop_table("questionnaire")
    op.drop_table("cover")
    op.drop_table("handover")
    op.drop_table("read_mark")
    op.drop_table("message_attachment")
    op.drop_table("thread_draft")
    op.drop_table("thread_message")
    op.drop_table("thread")
