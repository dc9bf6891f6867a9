# SPDX-License-Identifier: EUPL-1.2
"""Plans, goals, assignments and places."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kind IN ('town', 'district', 'village')", name=op.f("ck_place_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("year", name=op.f("uq_plan_year")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("dimension", sa.String(length=40), nullable=True),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("sami_flag", sa.Boolean(), nullable=False),
        sa.Column("child_flag", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "dimension IN ('economic', 'ecological', 'social', 'democratic')",
            name=op.f("ck_goal_dimension"),
        ),
        sa.CheckConstraint("kind IN ('cross-cutting', 'core')", name=op.f("ck_goal_kind")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_goal_committee_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_goal_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_goal_plan_id_key")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_goal_plan_id_number")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.CheckConstraint("origin IN ('council', 'committee')", name=op.f("ck_assignment_origin")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_assignment_committee_id")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_assignment_goal_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_assignment_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("goal_id", "key", name=op.f("uq_assignment_goal_id_key")),
        sa.UniqueConstraint("id", "goal_id", name=op.f("uq_assignment_id_goal_id")),
    )
    op.create_table(
        "goal_lineage",
        sa.Column(
            "from_goal_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "to_goal_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.CheckConstraint("from_goal_id <> to_goal_id", name=op.f("ck_goal_lineage_not_itself")),
        sa.ForeignKeyConstraint(
            ["from_goal_id"], ["goal.id"], name=op.f("fk_goal_lineage_from_goal_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_goal_id"], ["goal.id"], name=op.f("fk_goal_lineage_to_goal_id")
        ),
        sa.PrimaryKeyConstraint("from_goal_id", "to_goal_id", name=op.f("pk_goal_lineage")),
    )
    op.create_index(
        op.f("ix_goal_lineage_to_goal_id"), "goal_lineage", ["to_goal_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_goal_lineage_to_goal_id"), table_name="goal_lineage")
    op.drop_table("goal_lineage")
    op.drop_table("assignment")
    op.drop_table("goal")
    op.drop_table("plan")
    op.drop_table("place")
