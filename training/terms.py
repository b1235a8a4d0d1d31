"""Medical and English vocabulary from packages that training alone needs (``training/requirements.txt``).

ICD-10-CM titles and inclusion terms (public domain, in simple_icd_10_cm, MIT), names of drugs
(drug_named_entity_recognition, MIT), Webster's second of 1934 (public domain, in english_words, MIT), and the words of
Python's own documentation (PSF).
"""

from __future__ import annotations

import ast
import bz2
import html
import importlib
import importlib.util
import pickle
import re
import sysconfig
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"training needs {name}: pip install -r training/requirements.txt")
    return Path(spec.origin).parent


@cache
def diagnoses() -> list[str]:
    """Titles and synonyms of ICD-10-CM without codes, of at most 70 characters."""
    [tabular] = (package("simple_icd_10_cm") / "data").glob("*.xml")
    found = re.findall(r"<(?:desc|note)>([^<]+)</", tabular.read_text(encoding="utf8"))
    plain = {re.sub(r"\s*\([A-Z]\d[^)]*\)", "", html.unescape(text)).strip() for text in found}
    return sorted(text for text in plain if 4 < len(text) < 70)


@cache
def drugs() -> list[str]:
    """One-word names of substances and brands, lower case."""
    path = package("drug_named_entity_recognition") / "drug_ner_dictionary.pkl.bz2"
    with bz2.open(path) as packed:
        known = pickle.load(packed)["drug_variant_to_canonical"]  # noqa: S301  # a pinned package's own data
    return sorted(name for name in known if re.fullmatch(r"[a-z]{5,16}", name))


@cache
def dictionary() -> set[str]:
    """Words that Webster's writes in lower case."""
    with (package("english_words") / "data" / "web2.pickle").open("rb") as packed:
        words = pickle.load(packed)  # noqa: S301  # a pinned package's own data
    return {word for word in words if re.fullmatch(r"[a-z]{3,18}", word)}


@cache
def common_words() -> list[str]:
    """English words of Python's documentation, most of them everyday ones, for filling sentences."""
    counted = Counter(w for text in docstrings() for w in re.findall(r"(?<![\w.])[a-z]{3,12}(?![\w(.])", text))
    known = dictionary()
    return sorted(
        w for w, n in counted.items() if n >= 4 and any(w.removesuffix(e) in known for e in ("", "s", "ed", "d", "ing"))
    )


@cache
def docstrings() -> list[str]:
    return list(_docstrings())


def _docstrings() -> Iterator[str]:
    """Of the standard library's modules: plain English prose under the PSF licence."""
    topics = importlib.import_module("pydoc_data.topics")
    yield from topics.topics.values()
    for path in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if "site-packages" in path.parts or "test" in path.parts:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield ast.get_docstring(node) or ""
