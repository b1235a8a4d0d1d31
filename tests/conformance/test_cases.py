"""Cases on every platform: posted through the composer, discussed, changed, found, redacted, taken back."""

from __future__ import annotations

from bot.model import Ref, SubjectKind
from tests.conformance.conftest import CANARY
from tests.conformance.house import ref_in
from tests.conformance.steps import Platform, Seen, Way

FORGED = "@everyone <!channel> <@U000000001> [free](https://evil.example) **big** `x`"
CASE = {
    "text": f"{{{CANARY}}}, 64 M, chest pain. {FORGED}", "question": "Heparin <@1234567890123456> or not?",
    "intervention": "Heparin", "outcome": "No infarct @here", "consent": "spoken, this community",
}  # fmt: skip


async def posted(here: Platform, **more: str) -> tuple[Ref, Seen]:
    """A case of the author's, and its card in the channel."""
    done = await here.do("author", "case post", **CASE | more)
    case = ref_in(done.text, SubjectKind.CASE)
    return case, await here.card(str(case))


async def test_a_case_goes_through_the_composer_to_where_the_command_was_given(here: Platform) -> None:
    way = Way()
    done = await here.do("author", "case post", way=way, **CASE)
    assert way.stages == (["form"] if here.platform == "local" else ["composer"])
    case = ref_in(done.text, SubjectKind.CASE)
    card = await here.card(str(case))
    assert "[PATIENT], 64 M, chest pain." in card.text
    assert {"Reply", "Follow"} <= set(card.buttons)
