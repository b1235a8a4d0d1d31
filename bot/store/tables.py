"""Every table, once. Portable types only; what a person wrote is ``Clean``, everything else is a choice or a key."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.columns import Clean, Moment

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is plain INTEGER.
Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def key() -> sa.Column[int]:
    return sa.Column("id", Key, primary_key=True)


def community() -> sa.Column[int]:
    """The community that a row belongs to: every query names it."""
    return sa.Column("community", Key, sa.ForeignKey("communities.id"), nullable=False)


def ref(name: str, target: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, Key, sa.ForeignKey(f"{target}.id"), nullable=null)


def later(name: str) -> sa.Column[int]:
    """A key that a later migration added, without the constraint that SQLite can't add to a table."""
    return sa.Column(name, Key, nullable=True)


def choice(name: str, *, null: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), nullable=null, server_default=default)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def number(name: str, default: str = "0") -> sa.Column[int]:
    return sa.Column(name, Key, nullable=False, server_default=default)


def moment(name: str, *, null: bool = False) -> sa.Column:  # type: ignore[type-arg]  # its type is Moment's
    return sa.Column(name, Moment, nullable=null)


def leased() -> list[sa.Column]:  # type: ignore[type-arg]
    """What a claimed job carries: its state, when it may be tried, and the fence that a late worker trips over."""
    return [
        choice("state", default="waiting"),
        moment("next_at"),
        moment("lease_until", null=True),
        number("fence"),
        number("attempts"),
        choice("reason", null=True),
    ]


meta = sa.Table("meta", metadata, sa.Column("name", sa.String(60), primary_key=True), choice("value"))

communities = sa.Table(
    "communities", metadata, key(), choice("name"), flag("day_first"), choice("regions"), number("last_case"),
    number("last_consult"), moment("created"), choice("byline", default="both"), choice("guard", default="nudge"),
    choice("hold", default="off"),    moment("guard_since", null=True),
)  # fmt: skip
spaces = sa.Table(
    "spaces", metadata, key(), community(), choice("platform"), choice("native"), choice("name"), moment("linked"),
    flag("native_entry"), sa.UniqueConstraint("platform", "native"),
)  # fmt: skip
channels = sa.Table(
    "channels", metadata, key(), community(), ref("space", "spaces"), choice("native"), choice("name"), flag("open"),
    choice("purpose", default="cases"), later("room"), sa.UniqueConstraint("space", "native"),
)  # fmt: skip
persons = sa.Table(
    "persons", metadata, key(), community(), choice("handle"), choice("role"), choice("salt", null=True),
    choice("consent", null=True), flag("active"), moment("joined"),
)  # fmt: skip
person_specialties = sa.Table(
    "person_specialties", metadata, ref("person", "persons"), choice("specialty"), community(),
    sa.PrimaryKeyConstraint("person", "specialty"),
)  # fmt: skip
channel_members = sa.Table(
    "channel_members", metadata, ref("channel", "channels"), ref("person", "persons"), community(),
    sa.PrimaryKeyConstraint("channel", "person"), sa.Index(None, "person"),
)  # fmt: skip
accounts = sa.Table(
    "accounts", metadata, key(), community(), ref("space", "spaces"), choice("native"), ref("person", "persons"),
    moment("seen", null=True), sa.UniqueConstraint("space", "native"),
)  # fmt: skip
# What an administrator says a native role or user group means here: 'member', 'moderator' or a specialty.
role_maps = sa.Table(
    "role_maps", metadata, community(), ref("space", "spaces"), choice("native"), choice("meaning"),
    sa.PrimaryKeyConstraint("space", "native", "meaning"),
)  # fmt: skip
# What a person has because of their native roles, so that losing one there takes away just that here.
grants = sa.Table(
    "grants", metadata, community(), ref("person", "persons"), ref("space", "spaces"), choice("meaning"),
    sa.PrimaryKeyConstraint("person", "space", "meaning"),
)  # fmt: skip
# Tokens of platforms, sealed with a key from outside the database.
credentials = sa.Table(
    "credentials", metadata, choice("platform"), choice("native"), choice("name"),
    sa.Column("sealed", sa.LargeBinary, nullable=False), sa.PrimaryKeyConstraint("platform", "native", "name"),
)  # fmt: skip
# One-time codes and links, by their hash: what a thief of the database finds opens nothing.
codes = sa.Table(
    "codes", metadata, sa.Column("hash", sa.String(64), primary_key=True), sa.Column("community", Key, nullable=True),
    choice("purpose"), ref("person", "persons", null=True), choice("detail", null=True), moment("expires"),
)  # fmt: skip
sessions = sa.Table(
    "sessions", metadata, sa.Column("hash", sa.String(64), primary_key=True), community(), ref("person", "persons"),
    choice("path", null=True), choice("subject", null=True), sa.Column("channel", Key, nullable=True),
    moment("created"), moment("seen"), moment("expires"), flag("stay"),
)  # fmt: skip

cases = sa.Table(
    "cases", metadata, key(), community(), number("number"), ref("author", "persons"),
    ref("channel", "channels", null=True), choice("audience"), choice("specialty", null=True), choice("state"),
    number("version", "1"), choice("age_band", null=True), choice("sex", null=True), choice("consent"),
    moment("created"), moment("updated"), sa.UniqueConstraint("community", "number"),
)  # fmt: skip
case_parts = sa.Table(
    "case_parts", metadata, key(), community(), ref("case", "cases"), number("version"), choice("name"),
    sa.Column("text", Clean, nullable=False), sa.Index(None, "case", "version"),
)  # fmt: skip
case_entries = sa.Table(
    "case_entries", metadata, key(), community(), ref("case", "cases"), choice("kind"), ref("author", "persons"),
    moment("at"), sa.Column("text", Clean, nullable=False), sa.Index(None, "case"),
)  # fmt: skip
follows = sa.Table(
    "follows", metadata, ref("case", "cases"), ref("person", "persons"), community(),
    sa.PrimaryKeyConstraint("case", "person"),
)  # fmt: skip
consults = sa.Table(
    "consults", metadata, key(), community(), number("number"), ref("case", "cases"), ref("requester", "persons"),
    choice("specialty"), choice("urgency"), choice("state"), ref("assignee", "persons", null=True), moment("asked"),
    moment("due"), flag("widened"), sa.UniqueConstraint("community", "number"), sa.Index(None, "case"),
)  # fmt: skip
consult_entries = sa.Table(
    "consult_entries", metadata, key(), community(), ref("consult", "consults"), choice("kind"),
    ref("author", "persons"), moment("at"), sa.Column("text", Clean, nullable=False), sa.Index(None, "consult"),
)  # fmt: skip
# Cleaned text that its author has not posted yet: what the guard, or a doubt, kept back.
drafts = sa.Table(
    "drafts", metadata, key(), community(), ref("person", "persons"), choice("path"), choice("subject"),
    choice("kinds"), moment("at"), choice("state", default="open"), sa.Column("text", Clean, nullable=False),
    sa.Index(None, "person"),
)  # fmt: skip
# What the guard saw, by day and outcome: counts, never words.
sightings = sa.Table(
    "sightings", metadata, community(), sa.Column("day", sa.String(10), nullable=False), choice("outcome"),
    number("times"), sa.PrimaryKeyConstraint("community", "day", "outcome"),
)  # fmt: skip
# The last native message that was heard in a channel or thread, to catch up from.
cursors = sa.Table(
    "cursors", metadata, community(), ref("channel", "channels"), choice("thread", default=""), choice("native"),
    moment("at"), sa.PrimaryKeyConstraint("channel", "thread"),
)  # fmt: skip
declines = sa.Table(
    "declines", metadata, ref("consult", "consults"), ref("person", "persons"), community(),
    sa.PrimaryKeyConstraint("consult", "person"),
)  # fmt: skip

events = sa.Table(
    "events", metadata, community(), choice("source"), choice("event"), choice("path"), choice("subject", null=True),
    ref("person", "persons"), moment("at"), sa.PrimaryKeyConstraint("community", "source", "event"),
)  # fmt: skip
# What stands (or should stand) on a platform: a card of a subject in a channel, or a notice to a person. No text:
# it is rendered at each delivery, so that a redaction reaches it.
posts = sa.Table(
    "posts", metadata, key(), community(), choice("subject"), ref("channel", "channels", null=True),
    ref("person", "persons", null=True), choice("notice", null=True), choice("native", null=True), moment("made"),
    moment("changed"), number("revision"), choice("edit_key"), later("account"), later("root"),
    flag("theirs"), flag("gone"), number("sent"), sa.UniqueConstraint("community", "edit_key"),
    sa.Index(None, "channel", "native"), sa.Index(None, "person"), sa.Index(None, "community", "subject"),
)  # fmt: skip
outbox = sa.Table(
    "outbox", metadata, key(), community(), ref("post", "posts"), choice("lane"), *leased(),
    sa.Index(None, "state", "next_at"), sa.Index(None, "lane", "state"), sa.Index(None, "post"),
)  # fmt: skip
timers = sa.Table(
    "timers", metadata, key(), community(), choice("kind"), choice("subject", null=True), *leased(),
    sa.Index(None, "state", "next_at"), sa.Index(None, "subject"),
)  # fmt: skip

audit = sa.Table(
    "audit", metadata, community(), number("seq"), moment("at"), choice("actor"), choice("action"),
    choice("subject", null=True), choice("detail", null=True), sa.Column("mac", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("community", "seq"),
)  # fmt: skip
audit_heads = sa.Table(
    "audit_heads", metadata, sa.Column("community", Key, sa.ForeignKey("communities.id"), primary_key=True),
    number("seq"), sa.Column("mac", sa.String(64), nullable=False),
)  # fmt: skip

# Full-text index, made by the migration (FTS5 is SQLite's own), written by the unit of work and never by triggers:
# Alembic's batch mode drops those without a word. ``scope`` holds the community's token, so that a small community's
# search stays fast in a big index.
search_index = sa.Table(
    "search_index", sa.MetaData(), sa.Column("rowid", sa.Integer, primary_key=True), sa.Column("scope", sa.Text),
    sa.Column("body", Clean),
)  # fmt: skip
