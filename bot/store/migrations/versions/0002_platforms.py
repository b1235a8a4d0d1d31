"""What chat platforms need: linked channels, accounts in use, drafts, the guard's counts, where copies stand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("communities", sa.Column("byline", sa.String(length=200), server_default="both", nullable=False))
    op.add_column("communities", sa.Column("guard", sa.String(length=200), server_default="nudge", nullable=False))
    op.add_column("communities", sa.Column("hold", sa.String(length=200), server_default="off", nullable=False))
    op.add_column("communities", sa.Column("guard_since", sa.BigInteger(), nullable=True))
    op.add_column("spaces", sa.Column("native_entry", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("channels", sa.Column("room", Key, nullable=True))
    op.add_column("accounts", sa.Column("seen", sa.BigInteger(), nullable=True))
    for name in ("account", "root"):
        op.add_column("posts", sa.Column(name, Key, nullable=True))
    for name in ("theirs", "gone"):
        op.add_column("posts", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("posts", sa.Column("sent", Key, server_default="0", nullable=False))
    op.drop_index(op.f("ix_posts_channel"), table_name="posts")
    op.create_index(op.f("ix_posts_channel_posts_native"), "posts", ["channel", "native"])
    op.create_table(
        "role_maps",
        *_of_community("role_maps"),
        sa.Column("space", Key, nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("meaning", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("space", "native", "meaning", name=op.f("pk_role_maps")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_role_maps_space")),
    )
    op.create_table(
        "grants",
        *_of_community("grants"),
        sa.Column("person", Key, nullable=False),
        sa.Column("space", Key, nullable=False),
        sa.Column("meaning", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("person", "space", "meaning", name=op.f("pk_grants")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_grants_person")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_grants_space")),
    )
    op.create_table(
        "credentials",
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "native", "name", name=op.f("pk_credentials")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", Key, nullable=False),
        *_of_community("drafts"),
        sa.Column("person", Key, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("kinds", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), server_default="open", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_drafts_person")),
    )
    op.create_index(op.f("ix_drafts_person"), "drafts", ["person"])
    op.create_table(
        "sightings",
        *_of_community("sightings"),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("times", Key, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("community", "day", "outcome", name=op.f("pk_sightings")),
    )
    op.create_table(
        "cursors",
        *_of_community("cursors"),
        sa.Column("channel", Key, nullable=False),
        sa.Column("thread", sa.String(length=200), server_default="", nullable=False),
        sa.Column("native", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "thread", name=op.f("pk_cursors")),
        sa.ForeignKeyConstraint(["channel"], ["channels.id"], name=op.f("fk_cursors_channel")),
    )


def _of_community(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    constraint = sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f(f"fk_{table}_community"))
    return sa.Column("community", Key, nullable=False), constraint
