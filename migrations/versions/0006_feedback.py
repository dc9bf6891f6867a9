# SPDX-License-Identifier: EUPL-1.2
"""The municipality's answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_response",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("signature", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "size <> 'full' OR reviewer_id IS NULL OR reviewer_id <> author_id",
            name=op.f("ck_feedback_response_reviewed_by_another"),
        ),
        sa.CheckConstraint("size IN ('short', 'full')", name=op.f("ck_feedback_response_size")),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_feedback_response_published_has_time"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'published')", name=op.f("ck_feedback_response_state")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_feedback_response_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_feedback_response_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_feedback_response_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_response")),
    )
    op.create_index(
        op.f("ix_feedback_response_committee_id"),
        "feedback_response",
        ["committee_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_feedback_response_published_at"),
        "feedback_response",
        ["published_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_feedback_response_state"), "feedback_response", ["state"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("case_number", sa.String(length=300), nullable=False),
        sa.Column("body_name", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("section", sa.String(length=300), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["feedback_response.id"], name=op.f("fk_decision_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("response_id", name=op.f("uq_decision_response_id")),
    )
    op.create_table(
        "feedback_revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.Column("decided", sa.JSON(), nullable=True),
        sa.Column("connection", sa.JSON(), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_feedback_revision_by_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["feedback_response.id"], name=op.f("fk_feedback_revision_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_revision")),
        sa.UniqueConstraint(
            "response_id", "number", name=op.f("uq_feedback_revision_response_id_number")
        ),
    )
    op.create_table(
        "feedback_link",
        sa.Column(
            "response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id", "goal_id"],
            ["assignment.id", "assignment.goal_id"],
            name=op.f("fk_feedback_link_assignment_id_goal_id"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_feedback_link_goal_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["feedback_response.id"], name=op.f("fk_feedback_link_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_link")),
    )
    op.create_index(
        op.f("ix_feedback_link_assignment_id"), "feedback_link", ["assignment_id"], unique=False
    )
    op.create_index(op.f("ix_feedback_link_goal_id"), "feedback_link", ["goal_id"], unique=False)
    op.create_index(
        op.f("ix_feedback_link_response_id"), "feedback_link", ["response_id"], unique=False
    )
    op.create_table(
        "feedback_cover",
        sa.Column(
            "response_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("contribution_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "use IN ('led_to_change', 'partly', 'already_planned', 'not_used', 'passed_on')",
            name=op.f("ck_feedback_cover_use"),
        ),
        sa.CheckConstraint(
            "\"use\" <> 'not_used' OR reason <> ''",
            name=op.f("ck_feedback_cover_not_used_has_reason"),
        ),
        sa.CheckConstraint(
            "\"use\" <> 'passed_on' OR receiver <> ''",
            name=op.f("ck_feedback_cover_passed_on_has_receiver"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_feedback_cover_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["feedback_response.id"], name=op.f("fk_feedback_cover_response_id")
        ),
        sa.PrimaryKeyConstraint("response_id", "contribution_id", name=op.f("pk_feedback_cover")),
    )
    op.create_index(
        op.f("ix_feedback_cover_contribution_id"),
        "feedback_cover",
        ["contribution_id"],
        unique=False,
    )
    op.create_table(
        "feedback_selection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "use IN ('led_to_change', 'partly', 'already_planned', 'not_used', 'passed_on')",
            name=op.f("ck_feedback_selection_use"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_feedback_selection_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["feedback_response.id"],
            name=op.f("fk_feedback_selection_response_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_selection")),
        sa.UniqueConstraint(
            "response_id",
            "contribution_id",
            name=op.f("uq_feedback_selection_response_id_contribution_id"),
        ),
    )
    op.create_index(
        op.f("ix_feedback_selection_contribution_id"),
        "feedback_selection",
        ["contribution_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_feedback_selection_contribution_id"), table_name="feedback_selection")
    op.drop_table("feedback_selection")
    op.drop_index(op.f("ix_feedback_cover_contribution_id"), table_name="feedback_cover")
    op.drop_table("feedback_cover")
    op.drop_index(op.f("ix_feedback_link_assignment_id"), table_name="feedback_link")
    op.drop_index(op.f("ix_feedback_link_goal_id"), table_name="feedback_link")
    op.drop_index(op.f("ix_feedback_link_response_id"), table_name="feedback_link")
    op.drop_table("feedback_link")
    op.drop_table("feedback_revision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_feedback_response_committee_id"), table_name="feedback_response")
    op.drop_index(op.f("ix_feedback_response_published_at"), table_name="feedback_response")
    op.drop_index(op.f("ix_feedback_response_state"), table_name="feedback_response")
    op.drop_table("feedback_response")
