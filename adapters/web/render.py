"""A Reply as HTML. Pure: what it needs to know beside the reply comes in as arguments."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.commands import Registry
from bot.i18n import Message, translations
from bot.model import Ref
from bot.text import CleanText
from bot.views import Button, Inline, Reply

TEMPLATES = Path(__file__).parent / "templates"

# Only in Curbside's own sentences: in a case's text, 'C-5' is a vertebra.
_REFERENCE = re.compile(r"\b(CASE|C|M|HEAD)-[1-9][0-9]{0,9}\b")


class Renderer:
    """Templates in one language, for one registry of commands."""

    def __init__(self, registry: Registry, locale: str = "en") -> None:
        self._registry = registry
        self.locale = locale
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
        )  # fmt: skip
        self._jinja.install_gettext_translations(  # type: ignore[attr-defined]
            translations(locale), newstyle=True
        )
        self._jinja.filters["words"] = self.words
        self._jinja.filters["msg"] = self.sentence
        self._jinja.filters["begin_upper"] = begin_upper
        self._jinja.globals["href"] = self.href
        self._jinja.globals["is_final"] = self._is_final
        self._jinja.globals["kind_of"] = kind_of

    def _is_final(self, path: str) -> bool:
        """Whether a command can't be taken back with another tap, and so asks once more."""
        command = self._registry.commands.get(path)
        return command is not None and command.final

    def page(self, name: str, **context: object) -> str:
        return self._jinja.get_template(name).render(locale=self.locale, **context)

    def reply(self, answer: Reply, *, level: int = 2, redact: Ref | None = None) -> Markup:
        """The blocks of a reply. ``level`` is that of its headings; ``redact`` the case that a selected word of it
        may be taken out of, by this viewer.
        """
        template = self._jinja.get_template("reply.html")
        return Markup(template.render(answer=answer, level=level, redact=redact))  # noqa: S704  # autoescaped

    def words(self, inline: Inline) -> Markup:
        """A sentence with its references as links, or a person's text as it is."""
        if isinstance(inline, CleanText):
            return escape(str(inline))
        said = inline.text(self.locale)
        parts: list[Markup] = []
        end = 0
        for match in _REFERENCE.finditer(said):
            parts += [escape(said[end : match.start()]), Markup('<a href="/s/{0}">{0}</a>').format(match[0])]
            end = match.end()
        return Markup("").join([*parts, escape(said[end:])])

    def sentence(self, message: Message | str) -> str:
        """A message, or a message id of a form's declaration, in this language."""
        return message.text(self.locale) if isinstance(message, Message) else translations(self.locale).gettext(message)

    def href(self, button: Button) -> str | None:
        """Where a button leads; None where it acts at once."""
        command = self._registry.commands.get(button.path)
        if command is None:
            return None
        if not command.writes:
            shows = button.subject is not None and button.path == button.subject.show
            return f"/s/{button.subject}" if shows else address("q", button.path, button.subject)
        return address("f", button.path, button.subject) if command.fields else None


def address(room: str, path: str, subject: Ref | None = None) -> str:
    """The address of a command's page: '/f/consult/request?on=CASE-3'."""
    return f"/{room}/{path.replace(' ', '/')}" + (f"?on={subject}" if subject else "")


def begin_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def kind_of(block: object) -> str:
    """The name of a block, for the template."""
    return type(block).__name__.lower()
