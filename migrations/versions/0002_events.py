# SPDX-License-Identifier: EUPL-1.2
"""Events, the outbox and the counters of rate limits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_count",
        sa.Column("key_hash", sa.String(length=120), nullable=False),
        sa.Column(
            "bucket",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "bucket", name=op.f("pk_rate_count")),
    )
    op.create_index(op.f("ix_rate_count_ends_at"), "rate_count", ["ends_at"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_type", sa.String(length=120), nullable=False),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('account_created', 'sign_in_requested', 'sign_in_link_made', 'signed_in', 'signed_out', 'barrier_reported', 'plan_imported', 'demo_loaded', 'standing_opened', 'dialogue_created', 'dialogue_changed', 'dialogue_announced', 'dialogue_closed', 'dialogue_cancelled', 'contribution_received', 'contribution_withdrawn', 'contribution_name_removed', 'contribution_mail_stopped', 'contribution_approved', 'contribution_masked', 'contribution_rejected', 'contribution_held', 'contribution_unpublished', 'contribution_restored', 'contribution_moved', 'notice_given', 'feedback_saved', 'feedback_submitted', 'feedback_returned', 'feedback_published')",
            name=op.f("ck_event_kind"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(
        op.f("ix_event_subject_type_subject_id_id"),
        "event",
        ["subject_type", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expanded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outbox_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outbox_event_id")),
    )
    op.create_index(op.f("ix_outbox_expanded_at"), "outbox", ["expanded_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_expanded_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_event_subject_type_subject_id_id"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_rate_count_ends_at"), table_name="rate_count")
    op.drop_table("rate_count")
