"""The layers in numpy say what thinc's say."""

from __future__ import annotations

import numpy as np
import pytest

from bot.anonymizer.forward import Forward, Words
from bot.anonymizer.ner import COLUMNS, LABELS, MODEL, _load_weights, build

WIDTH, REACH = 96, 8


@pytest.mark.parametrize("tokens", [1, 2, 3, 40, 700])
def test_both_say_the_same(tokens: int) -> None:
    model = build(WIDTH)
    model.initialize()
    _load_weights(model, MODEL / "weights.npz")
    layers = model.layers[0].layers[1]
    rng = np.random.default_rng(tokens)
    edge, words = (rng.normal(size=(rows, WIDTH)).astype(np.float32) for rows in (1, tokens))
    said = Forward(layers, edge)(words.copy())
    around = edge.repeat(REACH, axis=0)
    np.testing.assert_allclose(said, layers.predict(np.concatenate([around, words, around]))[REACH:-REACH], atol=1e-5)
    assert said.shape == (tokens, len(LABELS))


@pytest.mark.parametrize("count", [1, 40])
def test_both_say_the_same_of_words(count: int) -> None:
    model = build(WIDTH)
    model.initialize()
    _load_weights(model, MODEL / "weights.npz")
    layers = model.layers[0].layers[0]
    rows = np.random.default_rng(count).integers(0, 2**63, size=(count, COLUMNS)).astype(np.uint64)
    np.testing.assert_allclose(Words(layers)(rows), layers.predict(rows), atol=1e-4)
