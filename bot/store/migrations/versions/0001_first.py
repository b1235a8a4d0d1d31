"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", Key, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("day_first", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("regions", sa.String(length=200), nullable=False),
        sa.Column("last_case", Key, server_default="0", nullable=False),
        sa.Column("last_consult", Key, server_default="0", nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "audit",
        sa.Column("community", Key, nullable=False),
        sa.Column("seq", Key, server_default="0", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_audit_community")),
        sa.PrimaryKeyConstraint("community", "seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("community", Key, nullable=False),
        sa.Column("seq", Key, server_default="0", nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_audit_heads_community")),
        sa.PrimaryKeyConstraint("community", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "persons",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("handle", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=200), nullable=True),
        sa.Column("consent", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_persons_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_table(
        "spaces",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("linked", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_spaces_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
        sa.UniqueConstraint("platform", "native", name=op.f("uq_spaces_platform_native")),
    )
    op.create_table(
        "timers",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=200), server_default="waiting", nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("fence", Key, server_default="0", nullable=False),
        sa.Column("attempts", Key, server_default="0", nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_timers_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
    )
    op.create_index(op.f("ix_timers_state_timers_next_at"), "timers", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_timers_subject"), "timers", ["subject"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("space", Key, nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("person", Key, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_accounts_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_accounts_person")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_accounts_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("space", "native", name=op.f("uq_accounts_space_native")),
    )
    op.create_table(
        "channels",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("space", Key, nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("purpose", sa.String(length=200), server_default="cases", nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_channels_community")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_channels_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("space", "native", name=op.f("uq_channels_space_native")),
    )
    op.create_table(
        "codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("community", Key, nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("person", Key, nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_codes_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_codes")),
    )
    op.create_table(
        "events",
        sa.Column("community", Key, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("person", Key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_events_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_events_person")),
        sa.PrimaryKeyConstraint("community", "source", "event", name=op.f("pk_events")),
    )
    op.create_table(
        "person_specialties",
        sa.Column("person", Key, nullable=False),
        sa.Column("specialty", sa.String(length=200), nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_person_specialties_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_person_specialties_person")),
        sa.PrimaryKeyConstraint("person", "specialty", name=op.f("pk_person_specialties")),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("person", Key, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("channel", Key, nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("stay", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_sessions_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    op.create_table(
        "cases",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("number", Key, server_default="0", nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("channel", Key, nullable=True),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("specialty", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("version", Key, server_default="1", nullable=False),
        sa.Column("age_band", sa.String(length=200), nullable=True),
        sa.Column("sex", sa.String(length=200), nullable=True),
        sa.Column("consent", sa.String(length=200), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["persons.id"], name=op.f("fk_cases_author")),
        sa.ForeignKeyConstraint(["channel"], ["channels.id"], name=op.f("fk_cases_channel")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_cases_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("community", "number", name=op.f("uq_cases_community_number")),
    )
    op.create_table(
        "channel_members",
        sa.Column("channel", Key, nullable=False),
        sa.Column("person", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.ForeignKeyConstraint(["channel"], ["channels.id"], name=op.f("fk_channel_members_channel")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_channel_members_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_channel_members_person")),
        sa.PrimaryKeyConstraint("channel", "person", name=op.f("pk_channel_members")),
    )
    op.create_index(op.f("ix_channel_members_person"), "channel_members", ["person"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("channel", Key, nullable=True),
        sa.Column("person", Key, nullable=True),
        sa.Column("notice", sa.String(length=200), nullable=True),
        sa.Column("native", sa.String(length=200), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("revision", Key, server_default="0", nullable=False),
        sa.Column("edit_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["channel"], ["channels.id"], name=op.f("fk_posts_channel")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_posts_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_posts_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("community", "edit_key", name=op.f("uq_posts_community_edit_key")),
    )
    op.create_index(op.f("ix_posts_channel"), "posts", ["channel"], unique=False)
    op.create_index(op.f("ix_posts_person"), "posts", ["person"], unique=False)
    op.create_index(op.f("ix_posts_community_posts_subject"), "posts", ["community", "subject"], unique=False)
    op.create_table(
        "case_entries",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("case", Key, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["persons.id"], name=op.f("fk_case_entries_author")),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_case_entries_case")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_case_entries_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_entries")),
    )
    op.create_index(op.f("ix_case_entries_case"), "case_entries", ["case"], unique=False)
    op.create_table(
        "case_parts",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("case", Key, nullable=False),
        sa.Column("version", Key, server_default="0", nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_case_parts_case")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_case_parts_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_parts")),
    )
    op.create_index(op.f("ix_case_parts_case_case_parts_version"), "case_parts", ["case", "version"], unique=False)
    op.create_table(
        "consults",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("number", Key, server_default="0", nullable=False),
        sa.Column("case", Key, nullable=False),
        sa.Column("requester", Key, nullable=False),
        sa.Column("specialty", sa.String(length=200), nullable=False),
        sa.Column("urgency", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("assignee", Key, nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("widened", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["persons.id"], name=op.f("fk_consults_assignee")),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_consults_case")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_consults_community")),
        sa.ForeignKeyConstraint(["requester"], ["persons.id"], name=op.f("fk_consults_requester")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consults")),
        sa.UniqueConstraint("community", "number", name=op.f("uq_consults_community_number")),
    )
    op.create_index(op.f("ix_consults_case"), "consults", ["case"], unique=False)
    op.create_table(
        "follows",
        sa.Column("case", Key, nullable=False),
        sa.Column("person", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_follows_case")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_follows_community")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_follows_person")),
        sa.PrimaryKeyConstraint("case", "person", name=op.f("pk_follows")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("post", Key, nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), server_default="waiting", nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("fence", Key, server_default="0", nullable=False),
        sa.Column("attempts", Key, server_default="0", nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_outbox_community")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_outbox_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_lane_outbox_state"), "outbox", ["lane", "state"], unique=False)
    op.create_index(op.f("ix_outbox_state_outbox_next_at"), "outbox", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_outbox_post"), "outbox", ["post"], unique=False)
    op.create_table(
        "consult_entries",
        sa.Column("id", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.Column("consult", Key, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["persons.id"], name=op.f("fk_consult_entries_author")),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_consult_entries_community")),
        sa.ForeignKeyConstraint(["consult"], ["consults.id"], name=op.f("fk_consult_entries_consult")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consult_entries")),
    )
    op.create_index(op.f("ix_consult_entries_consult"), "consult_entries", ["consult"], unique=False)
    op.create_table(
        "declines",
        sa.Column("consult", Key, nullable=False),
        sa.Column("person", Key, nullable=False),
        sa.Column("community", Key, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_declines_community")),
        sa.ForeignKeyConstraint(["consult"], ["consults.id"], name=op.f("fk_declines_consult")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_declines_person")),
        sa.PrimaryKeyConstraint("consult", "person", name=op.f("pk_declines")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(scope, body, tokenize='porter unicode61 remove_diacritics 2')"
        )
