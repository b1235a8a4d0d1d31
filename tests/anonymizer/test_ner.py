"""The statistical NER: what it finds, what it leaves, and that what it says of a text refers to that text."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.anonymizer.ner import (
    FLAGS,
    FLOOR,
    LABELS,
    MODEL,
    NOTHING,
    SENSES,
    TYPES,
    Known,
    Lexicon,
    Ner,
    decode,
    features,
    fold,
    tokenize,
)
from training import real, templates
from training.generate import RULES, assemble, roughen
from training.grammar import CLEAN, Node, Rules, expand, parse
from training.lexicon import save

ASK = 0.3  # what the author would at least be asked about
SURE = 0.8


@pytest.fixture(scope="module")
def ner() -> Ner:
    return Ner()


def found(ner: Ner, text: str, threshold: float) -> str:
    """The text with a bar under everything found, for a readable failure."""
    out = list(text)
    for entity in ner(text):
        if entity.score >= threshold:
            out[entity.start : entity.end] = "_" * (entity.end - entity.start)
    return "".join(out)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Dr. Hannah Kowalski saw her at Riverside Methodist Hospital.", ["Hannah", "Kowalski", "Methodist"]),
        ("Okonkwo, bed 7, K 6.1, needs dialysis tonight", ["Okonkwo"]),
        ("spoke to daughter ngozi about the biopsy", ["ngozi"]),
        ("mr delacroix in bed 3 wants to go home", ["delacroix"]),
        ("PT: HERNANDEZ, LUISA M DOB 3/4/61", ["HERNANDEZ", "LUISA"]),
        ("Tariq (the porter) and Tariq in bed 9 both have it", ["Tariq"]),
        ("58F, S.K., teacher at Holy Cross Primary School in Mombasa, weight loss", ["S.K", "Holy Cross", "Mombasa"]),
        ("lives with her son at 14 Larch Lane, Penrith", ["Larch", "Penrith"]),
        ("Nguyễn Thị Hoa, 61, from Đà Lạt, dyspnoea for 3 days", ["Nguyễn", "Hoa"]),
        ("Mrs Rose Hill and her husband Mark came to clinic", ["Rose", "Hill", "Mark"]),
        (
            "What is the best treatment for a 34F with lupus like Emily R., seen at Mercy General on May 2?",
            ["Emily R", "Mercy"],
        ),
    ],
)
def test_it_finds_who_and_where(ner: Ner, text: str, hidden: list[str]) -> None:
    left = found(ner, text, ASK)
    assert [word for word in hidden if word in left] == []


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's on Sinemet, Hoehn and Yahr 3, falls twice a week.",
        "Foley out, bladder scan 300, restart tamsulosin 0.4 mg.",
        "Crohn's flare, CRP 88, start adalimumab or vedolizumab?",
        "Positive Murphy's sign, gallbladder wall thickened, call surgery.",
        "Staph aureus in two of two bottles, vancomycin started.",
        "WBC 14, Hb 9.8, platelets 210, creatinine 1.4, lactate 2.2.",
        "DAPA-HF and PARADIGM-HF both excluded an eGFR below 30.",
        "The patient will need a repeat MRI in six weeks.",
        "Is amlodipine safe in a 70-year-old woman with aortic stenosis?",
    ],
)
def test_it_leaves_the_medicine_alone(ner: Ner, text: str) -> None:
    assert found(ner, text, SURE) == text


def test_scores_tell_sure_from_doubtful(ner: Ner) -> None:
    [sure] = [e for e in ner("Seen by Dr Jonathan Meyer today.") if e.score > SURE and e.label == "NAME"]
    assert (sure.start, sure.end, sure.label) == (11, 25, "NAME")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_entities_lie_in_the_text_in_order_and_apart(ner: Ner, text: str) -> None:
    end = 0
    for entity in ner(text):
        assert end <= entity.start < entity.end <= len(text)
        assert entity.label in TYPES
        assert FLOOR <= entity.score <= 1.0
        end = entity.end


def test_a_text_reads_the_same_again_and_after_other_texts(ner: Ner) -> None:
    text = "Amara (daughter) rang from Kisumu, wants Dr Otieno at Aga Khan."
    before = ner(text)
    ner("something else entirely about Llanelli and Mr Pryce")
    assert ner(text) == before == Ner()(text)


def test_long_texts_are_read_to_the_end(ner: Ner) -> None:
    text = "Repeat potassium in the morning. " * 500 + "Ask Dr Margaret O'Connell."
    assert "Connell" not in found(ner, text, ASK)


def test_a_word_is_read_with_the_words_around_it_and_no_further(ner: Ner) -> None:
    def chances(text: str) -> list[float]:
        tokens = tokenize(text)
        return [float(row[0]) for row in ner.in_context(ner.of_words(features(tokens, [NOTHING] * len(tokens), "n")))]

    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    before = chances(" ".join(words))
    after = chances(" ".join(["kowalski", *words[1:]]))
    assert before[8] != after[8]
    assert before[9:] == pytest.approx(after[9:], abs=1e-6)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "\u200b", "....", "a\u0301"])
def test_texts_with_nothing_in_them(ner: Ner, text: str) -> None:
    assert all(entity.end <= len(text) for entity in ner(text))


def test_tokens_part_letters_digits_and_signs() -> None:
    words = [token.text for token in tokenize("ecg_kowal2.pdf\nO'Neil 2day")]
    assert words == ["ecg", "_", "kowal", "2", ".", "pdf", "\n", "O", "'", "Neil", "2", "day"]


def test_folding_joins_the_spellings_of_a_name() -> None:
    assert {fold(name) for name in ("Łukasz", "LUKASZ", "lukasz")} == {"lukasz"}
    assert fold("Yıldırım") == "yildirim"


def test_an_inflected_word_is_known_by_its_stem_but_a_name_is_not() -> None:
    lexicon = Lexicon(b"gnome d ABCDEFG\njon g\n")
    assert lexicon["gnome"] == Known("d", "ABCDEFG")
    assert lexicon["jon"] == Known("g", "")
    assert (lexicon["gnomes"], lexicon["jons"], lexicon["xyzzy"]) == (Known("d", ""), NOTHING, NOTHING)


def test_every_word_of_the_lexicon_is_found_in_it() -> None:
    words = {word: "wd"[number % 2] for number, word in enumerate(["a", "ab", "abc", "b", "ba", "zz", "ä", "ω"])}
    lexicon = Lexicon("".join(f"{word} {flags}\n" for word, flags in sorted(words.items())).encode())
    assert {word: lexicon[word].flags for word in words} == words
    assert {lexicon[word] for word in ("", "aa", "abx", "c", "zzz", "ωω")} == {NOTHING}
    assert Lexicon(b"")["a"] == NOTHING


def test_what_training_writes_of_a_word_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.txt.gz"
    save({"ana": "gn", "öl": "w"}, {"ana": "A-BCDEF", "tesco": "Pw5D/zN"}, path)
    lexicon = Lexicon.load(path)
    assert (lexicon["ana"], lexicon["öl"]) == (Known("gn", "A-BCDEF"), Known("w", ""))
    assert lexicon["tesco"] == Known("-", "Pw5D/zN")


def test_decoding_keeps_sure_and_doubtful_words_apart() -> None:
    tokens = tokenize("Maria today Smith.")
    chances = np.zeros((4, len(LABELS)), dtype=np.float32)
    chances[:, 0] = [0.1, 0.8, 0.02, 0.4]
    chances[0, LABELS.index("B-NAME")] = 0.9
    chances[1, LABELS.index("I-NAME")] = 0.2
    chances[2, LABELS.index("B-NAME")] = 0.98
    chances[3, LABELS.index("I-NAME")] = 0.6
    entities = decode(tokens, chances)
    assert [(e.start, e.end, round(e.score, 2)) for e in entities] == [(0, 5, 0.9), (6, 11, 0.2), (12, 17, 0.98)]


def test_what_ships_is_small_and_holds_no_code() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) <= 10_000_000
    with np.load(MODEL / "weights.npz", allow_pickle=False) as weights:
        assert all(weights[name].dtype == np.float16 for name in weights.files)
    with gzip.open(MODEL / "lexicon.txt.gz", "rt", encoding="utf8") as lines:
        known = [line.split()[1:] for line in lines]
    assert all(set(flags) <= {*FLAGS, "-"} for flags, *_ in known)
    assert {len(senses) for _, *rest in known for senses in rest} == {SENSES}


def test_the_grammar_nests_choices_and_keeps_marks() -> None:
    rules: Rules = {"who": lambda rng: [("Ann", "NAME")], "where": ["bed {n}"], "n": ["4"]}
    said = expand("[see|see] {who} in {where}[|]", rules, random.Random(1))
    assert assemble(said) == ("see Ann in bed 4", [(4, 7, "NAME")])
    assert assemble(expand("{Where}", rules, random.Random(1)))[0] == "Bed 4"
    with pytest.raises(ValueError, match="unbalanced"):
        parse("[one|two")


def slots(nodes: list[Node]) -> Iterator[str]:
    for kind, value in nodes:
        if isinstance(value, list):
            for alternative in value:
                yield from slots(alternative)
        elif kind == "slot":
            yield value


def test_every_template_can_be_filled() -> None:
    used = {slot for template in templates.every() for slot in slots(parse(template))}
    assert {slot for slot in used if slot not in RULES and slot.lower() not in RULES} == set()


@pytest.mark.parametrize("seed", range(40))
def test_a_roughened_text_still_marks_the_same_stretches(seed: int) -> None:
    pieces = [
        ("Seen by Dr ", None),
        ("Óscar ", "NAME"),
        ("Peña", "NAME"),
        (" at ", None),
        ("Hope Clinic", "FACILITY"),
        (".", None),
    ]
    text, spans = assemble(roughen(random.Random(seed), pieces))
    assert [kind for _, _, kind in spans] == ["NAME", "FACILITY"]
    assert all(text[start:end].strip() == text[start:end] != "" for start, end, _ in spans)


@pytest.mark.parametrize(
    ("kind", "marked", "label"),
    [
        ("NAME", "Sharma", "NAME"),
        ("AGE90", "93", "AGE"),
        ("ORG", "Bidco", "ORG"),
        ("LOCATION", "Umuahia", "PLACE"),
        ("LOCATION", "14 Protea Rd, Mitchells Plain", "PLACE"),
        ("LOCATION", "Hospital Comunitario de Peto", "FACILITY"),
        ("LOCATION", "KNH", "FACILITY"),
        ("LOCATION", "Ward 7B", "ROOM"),
        ("LOCATION", "12床", "ROOM"),
        ("DATE", "last Tuesday", "DAY"),
        ("USERNAME", "@residente", "CODE"),
    ],
)
def test_a_mark_of_the_development_texts_gets_the_label_of_the_ner(kind: str, marked: str, label: str) -> None:
    assert real.label(kind, marked) == label


def test_the_texts_held_back_are_never_trained_on() -> None:
    headers = {
        path.stem: len(re.findall(r"(?m)^@ [A-Z]{2} [a-z]+", path.read_text(encoding="utf8")))
        for path in (Path(real.__file__).parent / "dev").glob("*.txt")
    }
    assert headers.keys() >= real.HELD_BACK
    assert len(real.texts()) == sum(n for stem, n in headers.items() if stem not in real.HELD_BACK)


def test_people_are_also_written_in_their_own_script() -> None:
    [(name, label)] = RULES["ru_full"](random.Random(1))  # type: ignore[operator]
    assert label == "NAME"
    assert all("\u0400" <= c <= "\u04ff" or c in " -" for c in name)


@pytest.mark.parametrize("seed", range(20))
def test_ages_over_89_stay_so_and_nothing_else_becomes_one(seed: int) -> None:
    rng = random.Random(seed)

    def thrown(figure: str) -> int:
        return int(real.figures(rng, f"age {figure}, seen").split()[1].rstrip(","))

    assert 90 <= thrown("93") <= 125
    assert not 90 <= thrown("84") <= 125
    assert not 90 <= thrown("417") <= 125
    pieces = real.aged(rng, (", 71, COPD", CLEAN), often=1.0)
    assert [label for _, label in pieces] == [CLEAN, "AGE", CLEAN]
    assert 90 <= int(pieces[1][0]) <= 125
    assert real.aged(rng, (" 71 mg given", CLEAN), often=1.0) == [(" 71 mg given", CLEAN)]


@pytest.mark.parametrize("seed", range(20))
def test_a_development_text_keeps_its_marks_when_names_are_swapped(seed: int) -> None:
    text, spans = assemble(real.example(random.Random(seed)))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end, _ in spans)
    assert {kind for _, _, kind in spans} <= {*TYPES, CLEAN}
