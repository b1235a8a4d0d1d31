"""A small statistical NER for clinicians' writing: names, places, hospitals and organisations, each with a confidence.

A token classifier (hashed word features, a lexicon of the world's names, four convolutions, softmax over IOB labels),
trained by ``training/train.py`` on text that the project generates; ``model/MODEL_CARD.md`` says on what, and how well.
It reads only what ships in the package. Its scores are meant to be cut twice: high for 'replace', low for 'ask'.
"""

from __future__ import annotations

import gzip
import re
import string
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    Softmax_v2,
    chain,
    concatenate,
    residual,
    use_ops,
    with_array,
)

from bot.anonymizer.findings import Evidence
from bot.anonymizer.forward import Forward, Words
from bot.anonymizer.memory import remembered, to_forget

MODEL: Final = Path(__file__).parent / "model"
TYPES: Final = ("NAME", "PLACE", "FACILITY", "ORG", "ROOM", "DAY", "CODE", "AGE")  # AGE: one over 89
_FAMILIES: Final = (0, 0, 0, 0, 1, 2, 3, 4)  # names and places go over into each other; rooms, days and numbers don't
LABELS: Final = ("O", *(f"{position}-{kind}" for kind in TYPES for position in "BI"))
FLOOR: Final = 0.05  # below this a token is not worth a question

# Letters, digits and signs stand apart: 'ecg_kowalczyk_2' and '2day' show what they hold. A combining mark belongs
# to its letter.
_TOKEN = re.compile(
    r"(?:[^\W\d_][\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7\u0e31-\u0e4e]*)+|\d+|\n|[^\w\s]|_"
)
_FOLDS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e", "ħ": "h"}
)


class Token(NamedTuple):
    start: int
    end: int
    text: str
    spaced: bool  # white space stands before it


def tokenize(text: str) -> list[Token]:
    tokens = []
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        tokens.append(Token(start, match.end(), match.group(), start > end or start == 0))
        end = match.end()
    return tokens


@remembered(50_000)
def fold(word: str) -> str:
    """Lower case without diacritics, so that 'Ünal', 'UNAL' and 'unal' are one word."""
    if word.isascii():
        return word.lower()
    low = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in low if not "\u0300" <= c <= "\u036f").translate(_FOLDS)


_ENDINGS = ("s", "es", "ed", "d", "ing", "ly")


FLAGS: Final = "gsnNcptwdm"
# Each leaves of the flags its own: those of names, and the others.
_OF_NAMES, _OF_OTHERS = (str.maketrans("", "", rest) for rest in ("ptwdm-", "gsnNc-"))
SENSES: Final = 7  # letters


class Known(NamedTuple):
    """What is known of a folded word.

    ``flags``, '-' where there are none: g(iven name), s(urname) and p(lace) of our own lists; of large ones: n(ame),
    N(ame that many sources know), c(ensus surname), t(own); and w(ord in use), d(ictionary word), m(edical).
    ``senses``, '' or SENSES letters: one for how chats write the word, the others for the words it keeps company with
    (``training/senses.py``); '-' where nothing is known.
    """

    flags: str
    senses: str


NOTHING: Final = Known("-", "")


class Lexicon:
    """A look-up of folded words."""

    def __init__(self, lines: bytes) -> None:
        """``lines`` are 'word flags senses', the last where there are any, in UTF-8, sorted, each ended. A dict of them
        would take three times the memory.
        """
        self._lines = lines.splitlines()

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        return cls(gzip.decompress(path.read_bytes()))

    def __getitem__(self, folded: str) -> Known:
        known = self._line(folded)
        if known:
            return known
        for ending in _ENDINGS:
            if folded.endswith(ending) and (stem := self._line(folded.removesuffix(ending))):
                # 'gnomes' is a word if 'gnome' is
                return Known("".join(flag for flag in stem.flags if flag in "wdm") or "-", "")
        return NOTHING

    def _line(self, word: str) -> Known | None:
        key = f"{word} ".encode()
        at = bisect_left(self._lines, key)
        if at == len(self._lines) or not self._lines[at].startswith(key):
            return None
        flags, _, senses = self._lines[at][len(key) :].decode().partition(" ")
        return Known(flags, senses)


Network = Model[list[NDArray[np.uint64]], list[NDArray[np.float32]]]
_ROWS: Final = (12000, 4000, 4000, 8000, 1500, 1500, 1500, 2000, 500, *[300] * SENSES)  # hash buckets of each feature
COLUMNS: Final = len(_ROWS)
_GAPS: Final = (1, 1, 2, 4)  # of each convolution: how far apart the three tokens stand that it reads
_REACH: Final = sum(_GAPS)  # neighbours that a token sees on either side
_REMEMBERED: Final = 20_000  # words: as many as the longest text can hold
_WIDE: Final = {0, 3, 5, 6}  # word, ending and lexicon say most


def _key(column: int, value: str) -> int:
    # Stable: str.__hash__ changes from process to process.
    return crc32(value.encode(), column)


_key_of_few = remembered(8192)(_key)  # of features that take few values, and tell nothing of the text


_SHAPES: Final = str.maketrans(
    {**dict.fromkeys(string.ascii_uppercase, "X"), **dict.fromkeys(string.ascii_lowercase, "x")}
    | dict.fromkeys(string.digits, "d")
)
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)


def _run_shape(word: str) -> str:
    if word.isascii():
        return _LONG_RUN.sub(r"\1\1\1", word[:12].translate(_SHAPES))
    shape: list[str] = []
    for char in word[:12]:
        if char.isdigit():
            kind = "d"
        elif char.isalpha():
            kind = ("X" if char.isupper() else "x") if char < "\u0250" else _script(char)
        else:
            kind = char
        if shape[-3:] != [kind] * 3:
            shape.append(kind)
    return "".join(shape)


def _script(char: str) -> str:
    if "\u0370" <= char <= "\u058f":
        return "Y" if char.isupper() else "y"  # Greek, Cyrillic, Armenian: alphabets with case
    return "c" if char > "\u2e80" else "a"


def _case(word: str) -> str:
    if not word.isalpha():
        return "n"
    if word.islower():
        return "l"
    if word.isupper():
        return "u" if len(word) > 1 else "i"
    return "t" if word[0].isupper() and word[1:].islower() else "m"


def style_of(tokens: Sequence[Token]) -> str:
    """How the text uses capitals at all: in 'no caps' a lower-case word may well be a name."""
    words = [t.text for t in tokens if len(t.text) > 1 and t.text.isalpha()]
    if not words:
        return "0"
    upper = sum(w.isupper() for w in words) / len(words)
    lower = sum(w.islower() for w in words) / len(words)
    if upper > 0.6:
        return "U"
    if lower > 0.97:
        return "L"
    return "l" if lower > 0.9 else "n"


def _figure(word: str) -> str:
    """A number by what it may be: a month, a day of the month, a year, an age over 89, or how long it is."""
    if len(word) < 4 and 90 <= int(word) <= 125:
        return "old"
    if len(word) <= 2:
        return "m" if int(word) <= 12 else "d" if int(word) <= 31 else "00"
    return "y" if len(word) == 4 and word[:2] in ("19", "20") else "0" * min(len(word), 9)


@remembered(100_000)
def _word_features(word: str, known: Known) -> tuple[int, ...]:
    flags, senses = known
    low = fold(word)
    norm = _figure(low) if low.isdecimal() else low
    marked = "" if word.isascii() else "'"
    length = str(min(len(low), 9)) if flags == "-" else ""
    case = _case(word)
    return (
        _key(0, norm),
        _key(1, norm[:3]),
        _key(2, norm[-2:] + "|" + norm[:1]),
        _key(3, norm[-4:]),
        _key(4, _run_shape(word) + marked),
        _key_of_few(5, case + flags.translate(_OF_NAMES) + length),
        _key_of_few(6, case + flags.translate(_OF_OTHERS)),
        _key_of_few(9, senses[:1] + case),
        *map(_key_of_few, range(10, COLUMNS), senses[1:] or "-" * (SENSES - 1)),
    )


def features(tokens: Sequence[Token], known: Sequence[Known], style: str) -> NDArray[np.uint64]:
    """One row of hashed features a token; ``known`` is what the lexicon says, so that training may hide some of it."""
    rows = []
    for token, word in zip(tokens, known, strict=True):
        of_word = _word_features(token.text, word)
        setting = f"{token.spaced}{_case(token.text)}{style}"
        rows.append((*of_word[:7], _key_of_few(7, word.flags + style), _key_of_few(8, setting), *of_word[7:]))
    return np.array(rows, dtype=np.uint64).reshape(-1, COLUMNS)


def _neighbours(gap: int) -> Model[Any, Any]:
    """Each row with those ``gap`` before and after it; noughts where the text ends."""

    def forward(
        model: Model[Any, Any], rows: NDArray[np.float32], is_train: bool
    ) -> tuple[NDArray[np.float32], Callable[[NDArray[np.float32]], NDArray[np.float32]]]:
        width = rows.shape[1]
        wide = np.zeros((len(rows), width * 3), dtype=np.float32)
        wide[gap:, :width] = rows[:-gap]
        wide[:, width : width * 2] = rows
        wide[:-gap, width * 2 :] = rows[gap:]

        def backward(gradient: NDArray[np.float32]) -> NDArray[np.float32]:
            back = gradient[:, width : width * 2].copy()
            back[:-gap] += gradient[gap:, :width]
            back[gap:] += gradient[:-gap, width * 2 :]
            return back

        return wide, backward

    return Model("neighbours", forward, attrs={"gap": gap})


def build(width: int = 96, dropout: float = 0.1) -> Network:
    """The network: features of the tokens of each text in, probabilities over LABELS out."""
    widths = [width if column in _WIDE else width // 2 for column in range(COLUMNS)]
    with use_ops("numpy", use_blis=False):  # numpy's own BLAS is half as fast again on matrices of this size
        embed: Model[Any, Any] = concatenate(
            *(HashEmbed(widths[i], rows, column=i, seed=i) for i, rows in enumerate(_ROWS))
        )
        mix = Maxout(nO=width, nI=sum(widths), nP=2, normalize=True, dropout=dropout)
        blocks: list[Model[Any, Any]] = [
            chain(_neighbours(gap), Maxout(nO=width, nI=width * 3, nP=2, normalize=True, dropout=dropout))
            for gap in _GAPS
        ]
        encode: Model[Any, Any] = chain(
            chain(embed, mix),
            chain(*(residual(block) for block in blocks), Softmax_v2(nO=len(LABELS), nI=width)),
        )
        model: Model[Any, Any] = with_array(encode, pad=_REACH)
    return model


def parameters(model: Network) -> dict[str, NDArray[np.float32]]:
    found = {}
    for i, node in enumerate(model.walk()):
        for name in node.param_names:
            found[f"{i}.{name}"] = np.asarray(node.get_param(name))
    return found


def _load_weights(model: Network, path: Path) -> None:
    with np.load(path, allow_pickle=False) as stored:
        for i, node in enumerate(model.walk()):
            for name in node.param_names:
                node.set_param(name, stored[f"{i}.{name}"].astype(np.float32))


class Ner:
    """Loads what ships in the package once; a call reads one text. Not for use by several threads at once."""

    def __init__(self, folder: Path = MODEL) -> None:
        self._lexicon = Lexicon.load(folder / "lexicon.txt.gz")
        model = build()
        _load_weights(model, folder / "weights.npz")
        of_words, in_context = model.layers[0].layers
        self.of_words = Words(of_words)
        edge = self.of_words(np.zeros((1, COLUMNS), dtype=np.uint64))  # as in training
        self.in_context = Forward(in_context, edge)  # (tokens, width) vectors to (tokens, LABELS) probabilities
        # What a word is by itself is worked out once: most words come again.
        self._known: dict[tuple[str, bool, str], int] = {}
        self._vectors = np.zeros((_REMEMBERED, self.of_words.width), dtype=np.float32)
        to_forget(self._forget)

    def __call__(self, text: str) -> list[Evidence]:
        """Stretches sorted by place, never overlapping, down to a score of FLOOR."""
        return decode(*self.chances(text))

    def chances(self, text: str) -> tuple[list[Token], NDArray[np.float32]]:
        """The tokens, and (tokens, LABELS) what each may be."""
        tokens = tokenize(text)
        if not tokens:
            return [], np.empty((0, len(LABELS)), dtype=np.float32)
        return tokens, self.in_context(self._read(tokens))

    def _read(self, tokens: list[Token]) -> NDArray[np.float32]:
        """(tokens, width): each word by itself."""
        style = style_of(tokens)
        keys = [(token.text, token.spaced, style) for token in tokens]
        fresh = {key: token for key, token in zip(keys, tokens, strict=True) if key not in self._known}
        if len(self._known) + len(fresh) > _REMEMBERED:
            self._forget()
            fresh = dict(zip(keys, tokens, strict=True))
        if fresh:
            rows = features(list(fresh.values()), [self._lexicon[fold(token.text)] for token in fresh.values()], style)
            end = len(self._known) + len(rows)
            self._vectors[len(self._known) : end] = self.of_words(rows)
            self._known.update(zip(fresh, range(len(self._known), end), strict=True))
        return self._vectors[[self._known[key] for key in keys]]

    def _forget(self) -> None:
        self._vectors[: len(self._known)] = 0
        self._known.clear()


def decode(tokens: list[Token], probabilities: NDArray[np.float32]) -> list[Evidence]:
    """Runs of likely tokens (an even chance or more), and apart from these, runs of possible ones."""
    begins, inside = probabilities[:, 1::2], probabilities[:, 2::2]
    kinds = begins + inside
    families = np.array(_FAMILIES)[kinds.argmax(axis=1)]
    continues = inside.sum(axis=1) >= begins.sum(axis=1)
    continues[1:] &= families[1:] == families[:-1]
    goes_on: list[bool] = continues.tolist()
    anything: list[float] = (1.0 - probabilities[:, 0]).tolist()
    tiers = [2 if chance >= 0.5 else 1 if chance >= FLOOR else 0 for chance in anything]
    found = []
    start = 0
    while start < len(tokens):
        end = start + 1
        if tiers[start]:
            while end < len(tokens) and tiers[end] == tiers[start] and goes_on[end]:
                end += 1
            kind = TYPES[kinds[start:end].sum(axis=0).argmax()]
            found += _entity(tokens, start, end, anything, kind)
        start = end
    return found


def _entity(tokens: list[Token], start: int, end: int, anything: list[float], kind: str) -> list[Evidence]:
    """The run without the punctuation around it; nothing where it was only that."""
    while start < end and not tokens[start].text.isalnum():
        start += 1
    while start < end and not tokens[end - 1].text.isalnum() and not _closes_initial(tokens, end):
        end -= 1
    if start == end:
        return []
    score = fmean([anything[i] for i in range(start, end) if tokens[i].text.isalnum()])
    return [Evidence(tokens[start].start, tokens[end - 1].end, kind, score)]


def _closes_initial(tokens: list[Token], end: int) -> bool:
    return tokens[end - 1].text == "." and end >= 2 and len(tokens[end - 2].text) <= 2
