# SPDX-License-Identifier: EUPL-1.2
"""Dialogues, threads and contributions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialogue",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=True),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("moderation", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.JSON(), nullable=True),
        sa.Column("open_to", sa.JSON(), nullable=True),
        sa.Column("not_open_to", sa.JSON(), nullable=True),
        sa.Column("decider", sa.JSON(), nullable=True),
        sa.Column("contact", sa.String(length=300), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("case_number", sa.String(length=300), nullable=True),
        sa.Column("sami_flag", sa.Boolean(), nullable=False),
        sa.Column("child_flag", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "announced_at IS NULL OR form <> 'bounded' OR (closes_at IS NOT NULL AND answer_by IS NOT NULL)",
            name=op.f("ck_dialogue_bounded_has_dates"),
        ),
        sa.CheckConstraint("form IN ('standing', 'bounded')", name=op.f("ck_dialogue_form")),
        sa.CheckConstraint(
            "level IN ('information', 'consultation', 'dialogue', 'influence', 'shared_decision')",
            name=op.f("ck_dialogue_level"),
        ),
        sa.CheckConstraint("moderation IN ('pre', 'post')", name=op.f("ck_dialogue_moderation")),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason IS NOT NULL",
            name=op.f("ck_dialogue_cancel_has_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'announced', 'archived', 'cancelled')",
            name=op.f("ck_dialogue_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('announced', 'archived') OR announced_at IS NOT NULL",
            name=op.f("ck_dialogue_announced_has_time"),
        ),
        sa.CheckConstraint(
            "announced_at IS NULL OR (slug IS NOT NULL AND purpose IS NOT NULL AND open_to IS NOT NULL AND not_open_to IS NOT NULL AND decider IS NOT NULL AND level IS NOT NULL AND contact IS NOT NULL)",
            name=op.f("ck_dialogue_announced_has_card"),
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_dialogue_committee_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_dialogue_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("slug", name=op.f("uq_dialogue_slug")),
    )
    op.create_index(op.f("ix_dialogue_committee_id"), "dialogue", ["committee_id"], unique=False)
    op.create_index(op.f("ix_dialogue_place_id"), "dialogue", ["place_id"], unique=False)
    op.create_index(op.f("ix_dialogue_state"), "dialogue", ["state"], unique=False)
    op.create_table(
        "dialogue_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_dialogue_change_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_change_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_change")),
    )
    op.create_index(
        op.f("ix_dialogue_change_dialogue_id"), "dialogue_change", ["dialogue_id"], unique=False
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column(
            "shown_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_thread_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("dialogue_id", "slug", name=op.f("uq_thread_dialogue_id_slug")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=300), nullable=True),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("answer_language", sa.String(length=3), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column(
            "html_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("held_for", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submission_key", sa.String(length=120), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "channel IN ('comment', 'survey', 'phone', 'letter', 'meeting')",
            name=op.f("ck_contribution_channel"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR shown_at IS NOT NULL",
            name=op.f("ck_contribution_published_has_time"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'held', 'published', 'rejected', 'unpublished', 'withdrawn')",
            name=op.f("ck_contribution_state"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR shown_at IS NOT NULL",
            name=op.f("ck_contribution_answered_was_shown"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_contribution_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_contribution_dialogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contribution.id"], name=op.f("fk_contribution_parent_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_contribution_place_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_contribution_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_contribution_submission_key")),
    )
    op.create_index(
        "ix_contribution_answered",
        "contribution",
        ["thread_id", "answered_at"],
        unique=False,
        sqlite_where=sa.text("state = 'published' AND parent_id IS NULL"),
        postgresql_where=sa.text("state = 'published' AND parent_id IS NULL"),
    )
    op.create_index(op.f("ix_contribution_author_id"), "contribution", ["author_id"], unique=False)
    op.create_index(
        "ix_contribution_desk",
        "contribution",
        ["dialogue_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('submitted', 'held')"),
        postgresql_where=sa.text("state IN ('submitted', 'held')"),
    )
    op.create_index(op.f("ix_contribution_place_id"), "contribution", ["place_id"], unique=False)
    op.create_index(
        "ix_contribution_replies",
        "contribution",
        ["parent_id", "reply_no"],
        unique=False,
        sqlite_where=sa.text("state = 'published' AND parent_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'published' AND parent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_contribution_roots",
        "contribution",
        ["thread_id", "shown_at", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NULL AND shown_at IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NULL AND shown_at IS NOT NULL"),
    )
    op.create_index(
        "ix_contribution_unanswered",
        "contribution",
        ["dialogue_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'published' AND answered_at IS NULL"),
        postgresql_where=sa.text("state = 'published' AND answered_at IS NULL"),
    )
    op.create_table(
        "dialogue_link",
        sa.Column(
            "dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id", "goal_id"],
            ["assignment.id", "assignment.goal_id"],
            name=op.f("fk_dialogue_link_assignment_id_goal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_link_dialogue_id")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_dialogue_link_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_link")),
    )
    op.create_index(
        op.f("ix_dialogue_link_assignment_id"), "dialogue_link", ["assignment_id"], unique=False
    )
    op.create_index(
        op.f("ix_dialogue_link_dialogue_id"), "dialogue_link", ["dialogue_id"], unique=False
    )
    op.create_index(op.f("ix_dialogue_link_goal_id"), "dialogue_link", ["goal_id"], unique=False)
    op.create_table(
        "thread_link",
        sa.Column(
            "thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id", "goal_id"],
            ["assignment.id", "assignment.goal_id"],
            name=op.f("fk_thread_link_assignment_id_goal_id"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_thread_link_goal_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_link_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_link")),
    )
    op.create_index(
        op.f("ix_thread_link_assignment_id"), "thread_link", ["assignment_id"], unique=False
    )
    op.create_index(op.f("ix_thread_link_goal_id"), "thread_link", ["goal_id"], unique=False)
    op.create_index(op.f("ix_thread_link_thread_id"), "thread_link", ["thread_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("contribution_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=300), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contact_contribution_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "receipt",
        sa.Column("contribution_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_receipt_contribution_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("code", name=op.f("uq_receipt_code")),
    )


def downgrade() -> None:
    op.drop_table("receipt")
    op.drop_table("contact")
    op.drop_index(op.f("ix_thread_link_assignment_id"), table_name="thread_link")
    op.drop_index(op.f("ix_thread_link_goal_id"), table_name="thread_link")
    op.drop_index(op.f("ix_thread_link_thread_id"), table_name="thread_link")
    op.drop_table("thread_link")
    op.drop_index(op.f("ix_dialogue_link_assignment_id"), table_name="dialogue_link")
    op.drop_index(op.f("ix_dialogue_link_dialogue_id"), table_name="dialogue_link")
    op.drop_index(op.f("ix_dialogue_link_goal_id"), table_name="dialogue_link")
    op.drop_table("dialogue_link")
    op.drop_index(
        "ix_contribution_answered",
        table_name="contribution",
        sqlite_where=sa.text("state = 'published' AND parent_id IS NULL"),
        postgresql_where=sa.text("state = 'published' AND parent_id IS NULL"),
    )
    op.drop_index(op.f("ix_contribution_author_id"), table_name="contribution")
    op.drop_index(
        "ix_contribution_desk",
        table_name="contribution",
        sqlite_where=sa.text("state IN ('submitted', 'held')"),
        postgresql_where=sa.text("state IN ('submitted', 'held')"),
    )
    op.drop_index(op.f("ix_contribution_place_id"), table_name="contribution")
    op.drop_index(
        "ix_contribution_replies",
        table_name="contribution",
        sqlite_where=sa.text("state = 'published' AND parent_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'published' AND parent_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_contribution_roots",
        table_name="contribution",
        sqlite_where=sa.text("parent_id IS NULL AND shown_at IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NULL AND shown_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_contribution_unanswered",
        table_name="contribution",
        sqlite_where=sa.text("state = 'published' AND answered_at IS NULL"),
        postgresql_where=sa.text("state = 'published' AND answered_at IS NULL"),
    )
    op.drop_table("contribution")
    op.drop_table("thread")
    op.drop_index(op.f("ix_dialogue_change_dialogue_id"), table_name="dialogue_change")
    op.drop_table("dialogue_change")
    op.drop_index(op.f("ix_dialogue_committee_id"), table_name="dialogue")
    op.drop_index(op.f("ix_dialogue_place_id"), table_name="dialogue")
    op.drop_index(op.f("ix_dialogue_state"), table_name="dialogue")
    op.drop_table("dialogue")
