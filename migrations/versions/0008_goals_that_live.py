# SPDX-License-Identifier: EUPL-1.2
"""Key figures, investments, progress reports, followers, verdicts on pages; new kinds of events."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "account_created",
    "sign_in_requested",
    "sign_in_link_made",
    "signed_in",
    "signed_out",
    "barrier_reported",
    "plan_imported",
    "demo_loaded",
    "standing_opened",
    "dialogue_created",
    "dialogue_changed",
    "dialogue_announced",
    "dialogue_closed",
    "dialogue_cancelled",
    "contribution_received",
    "contribution_withdrawn",
    "contribution_name_removed",
    "contribution_mail_stopped",
    "contribution_approved",
    "contribution_masked",
    "contribution_rejected",
    "contribution_held",
    "contribution_unpublished",
    "contribution_restored",
    "contribution_moved",
    "notice_given",
    "feedback_saved",
    "feedback_submitted",
    "feedback_returned",
    "feedback_published",
)
KINDS = (
    "account_created",
    "sign_in_requested",
    "sign_in_link_made",
    "signed_in",
    "signed_out",
    "barrier_reported",
    "plan_imported",
    "figures_imported",
    "investments_imported",
    "progress_imported",
    "progress_reported",
    "demo_loaded",
    "standing_opened",
    "dialogue_created",
    "dialogue_changed",
    "dialogue_announced",
    "dialogue_closed",
    "dialogue_cancelled",
    "contribution_received",
    "contribution_edited",
    "receipt_mailed",
    "contribution_withdrawn",
    "contribution_name_removed",
    "contribution_mail_stopped",
    "contribution_approved",
    "contribution_masked",
    "contribution_rejected",
    "contribution_held",
    "contribution_unpublished",
    "contribution_restored",
    "contribution_moved",
    "notice_given",
    "feedback_saved",
    "feedback_submitted",
    "feedback_returned",
    "feedback_published",
    "follow_requested",
    "follow_confirmed",
    "follow_ended",
    "digest_due",
    "page_judged",
)


def kinds_are(kinds: tuple[str, ...]) -> None:
    """Put the CHECK on the kinds of events anew.

    On SQLite the table is copied, and the copy does not take its CHECKs along.
    """
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("event", recreate="auto") as batch_op:
        if op.get_bind().dialect.name != "sqlite":
            batch_op.drop_constraint(op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind"), f"kind IN ({listed})")


def answered_are(where: str) -> None:
    """Make the index of what is answered anew: it serves the lists of answers too."""
    op.drop_index("ix_contribution_answered", table_name="contribution")
    op.create_index(
        "ix_contribution_answered", "contribution", ["thread_id", "answered_at"], unique=False,
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    kinds_are(KINDS)
    answered_are("state = 'published' AND answered_at IS NOT NULL")
    op.create_index(
        "ix_contribution_promised",
        "contribution",
        ["due_at", "dialogue_id", "answered_at"],
        unique=False,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_contribution_shown",
        "contribution",
        ["shown_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("email", "until", name=op.f("uq_digest_email_until")),
    )
    op.create_table(
        "page_verdict",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("verdict IN ('yes', 'no')", name=op.f("ck_page_verdict_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_verdict")),
        sa.UniqueConstraint(
            "page", "verdict", "day", name=op.f("uq_page_verdict_page_verdict_day")
        ),
    )
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "dialogue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(goal_id IS NOT NULL AND dialogue_id IS NULL AND place_id IS NULL) OR (goal_id IS NULL AND dialogue_id IS NOT NULL AND place_id IS NULL) OR (goal_id IS NULL AND dialogue_id IS NULL AND place_id IS NOT NULL)",
            name=op.f("ck_follow_exactly_one"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_follow_dialogue_id")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_follow_goal_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_follow_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("email", "dialogue_id", name=op.f("uq_follow_email_dialogue_id")),
        sa.UniqueConstraint("email", "goal_id", name=op.f("uq_follow_email_goal_id")),
        sa.UniqueConstraint("email", "place_id", name=op.f("uq_follow_email_place_id")),
    )
    op.create_table(
        "investment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_investment_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investment")),
        sa.UniqueConstraint("goal_id", "key", "year", name=op.f("uq_investment_goal_id_key_year")),
    )
    op.create_table(
        "key_figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("unit", sa.JSON(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("kolada", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_key_figure_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_figure")),
        sa.UniqueConstraint("goal_id", "key", name=op.f("uq_key_figure_goal_id_key")),
    )
    with op.batch_alter_table("key_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_figure_kolada"), ["kolada"], unique=False)

    op.create_table(
        "key_figure_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "figure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.CheckConstraint(
            "sex IN ('total', 'women', 'men')", name=op.f("ck_key_figure_value_sex")
        ),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["key_figure.id"], name=op.f("fk_key_figure_value_figure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_figure_value")),
        sa.UniqueConstraint(
            "figure_id",
            "year",
            "sex",
            "area",
            name=op.f("uq_key_figure_value_figure_id_year_sex_area"),
        ),
    )
    op.create_table(
        "progress_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "period IN ('T1', 'T2', 'year')", name=op.f("ck_progress_report_period")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'ongoing', 'done', 'stopped')",
            name=op.f("ck_progress_report_state"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_progress_report_assignment_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_progress_report_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint(
            "assignment_id",
            "year",
            "period",
            name=op.f("uq_progress_report_assignment_id_year_period"),
        ),
    )


def downgrade() -> None:
    new = ", ".join(f"'{kind}'" for kind in KINDS if kind not in KINDS_BEFORE)
    of_new = f"(SELECT id FROM event WHERE kind IN ({new}))"
    op.execute(f"DELETE FROM notification WHERE event_id IN {of_new}")
    op.execute(f"DELETE FROM outbox WHERE event_id IN {of_new}")
    op.execute(f"DELETE FROM event WHERE kind IN ({new})")
    kinds_are(KINDS_BEFORE)
    answered_are("state = 'published' AND parent_id IS NULL")
    op.drop_index("ix_contribution_shown", table_name="contribution")
    op.drop_index("ix_contribution_promised", table_name="contribution")
    op.drop_table("progress_report")
    op.drop_table("key_figure_value")
    with op.batch_alter_table("key_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_figure_kolada"))

    op.drop_table("key_figure")
    op.drop_table("investment")
    op.drop_table("follow")
    op.drop_table("page_verdict")
    op.drop_table("digest")
