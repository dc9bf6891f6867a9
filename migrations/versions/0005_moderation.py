# SPDX-License-Identifier: EUPL-1.2
"""Decisions, notices and sealed originals."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "act IN ('approve', 'mask', 'reject', 'hold', 'unpublish', 'restore', 'move')",
            name=op.f("ck_moderation_decision_act"),
        ),
        sa.CheckConstraint(
            "act NOT IN ('reject', 'unpublish') OR ground IS NOT NULL",
            name=op.f("ck_moderation_decision_grounded"),
        ),
        sa.CheckConstraint(
            "ground IN ('threat', 'privacy', 'incitement', 'agitation', 'abuse_material', 'unlawful_violence', 'terror', 'copyright', 'personal_data', 'defamation', 'spam', 'advertising')",
            name=op.f("ck_moderation_decision_ground"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_moderation_decision_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_moderation_decision_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
    )
    op.create_index(
        op.f("ix_moderation_decision_contribution_id"),
        "moderation_decision",
        ["contribution_id"],
        unique=False,
    )
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ground IN ('threat', 'privacy', 'incitement', 'agitation', 'abuse_material', 'unlawful_violence', 'terror', 'copyright', 'personal_data', 'defamation', 'spam', 'advertising')",
            name=op.f("ck_report_ground"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_report_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_contribution_id"), "report", ["contribution_id"], unique=False)
    op.create_table(
        "sealed_original",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=120), nullable=False),
        sa.Column("dispose_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_sealed_original_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_original")),
    )
    op.create_index(
        op.f("ix_sealed_original_contribution_id"),
        "sealed_original",
        ["contribution_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_sealed_original_contribution_id"), table_name="sealed_original")
    op.drop_table("sealed_original")
    op.drop_index(op.f("ix_report_contribution_id"), table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_moderation_decision_contribution_id"), table_name="moderation_decision")
    op.drop_table("moderation_decision")
