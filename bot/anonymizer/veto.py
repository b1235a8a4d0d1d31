"""What keeps medicine in the text: words that are no identifier although they look like one."""

from __future__ import annotations

import re

from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.memory import remembered

_POSSESSIVE = re.compile(r"(?:'s|s'|')$")
_DRUG_ENDING = re.compile(
    r"(?:mab|nib|nibs|pril|prils|sartans?|olols?|statins?|azoles?|cillins?|mycins?|micins?|floxacins?|"
    r"oxacin|vir|virs|gliptins?|gliflozins?|glutides?|parin|xabans?|prazoles?|triptans?|"
    r"setrons?|dipines?|zepams?|zolams?|oxetine|pramine|triptyline|caine|curium|curonium|fentanil|"
    r"terol|sonide|solone|asone|fibrate|thiazides?|semide|zosin|dronate|dronic|cycline|penems?|"
    r"cef\w{3,}|sulfa\w*|mide|zide|idone|apine|azine|barbital|toin|lukast|tidine|lizumab|cept|"
    r"platin|rubicin|taxel|bine|trexate|parib|ciclib|limus|kinra|stim|relin|relix|tocin|pressin|"
    r"actone|renone|entan|afil|osin|itis|osis|emia|aemia|uria|pathy|ectomy|otomy|ostomy|plasty|"
    r"scopy|gram|graphy|oma|omas|algia|plegia|paresis|penia|philia|cyte|cytes|cytosis|genic|genesis|"
    r"lysis|megaly|rrhage|rrhea|rrhoea|rrhaphy|"
    r"stenosis|sclerosis|trophy|tropic|ectasia|phagia|pnea|pnoea|cardia|thorax|oid|oidosis|ology|"
    r"ologist|iasis|itic|otic|ococcus|ococci|bacter|bacillus|monas|ella|myces|virus|ase|amine|"
    r"phylline|globulin|ferritin|emic|aemic|dynia|opia|opsia|optic|cephaly|ptosis|rrhosis)$"
)
_SAFE_ENDING_LENGTH = 7


@remembered(20_000)
def medical(word: str) -> bool:
    """Whether ``word`` belongs to medicine: an eponym, a drug, a score, a bug, a trial, a unit."""
    plain = fold(_POSSESSIVE.sub("", word.strip(".,;:!?()[]\"'")))
    if plain in entries("medicine"):
        return True
    if "-" in plain and all(
        part in entries("medicine") or part in entries("words") or not part for part in plain.split("-")
    ):
        return any(part in entries("medicine") for part in plain.split("-"))
    if len(plain) >= _SAFE_ENDING_LENGTH and _DRUG_ENDING.search(plain):
        return plain not in entries("given") and plain not in entries("surnames") and plain not in entries("places")
    return False


_MIXED_CASE = re.compile(r"[a-zà-ÿ][A-Z]")
_MIXED_NAME = re.compile(r"^(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|O'|D'|L'|St|Mb|Ní|Ó|Abd|El|Al|Ke|Ja|Sha|Ta)")


@remembered(20_000)
def chemical(word: str) -> bool:
    """Whether ``word`` is written as no name is: 'AChR', 'IgG', 'MetHb', 'CT-guided'."""
    return len(word) < 10 and bool(_MIXED_CASE.search(word)) and not _MIXED_NAME.match(word)


@remembered(20_000)
def phrase(words: str) -> bool:
    """Whether ``words`` are an eponym of several words: 'Sister Mary Joseph', 'Graham Steell'."""
    return _POSSESSIVE.sub("", fold(" ".join(words.split()))) in entries("phrases")


PHRASES = re.compile(
    r"(?i)(?<!\w)(?:"
    + "|".join(re.escape(p) for p in sorted(entries("phrases"), key=len, reverse=True))
    + r")(?:'s)?(?!\w)"
)


@remembered(20_000)
def region(words: str) -> bool:
    """Whether ``words`` are a place as large as a state, which may stay, or a people."""
    return _POSSESSIVE.sub("", fold(" ".join(words.split()).strip("."))) in entries("regions")


@remembered(20_000)
def common(word: str) -> bool:
    """Whether ``word`` is an ordinary English word (some of which are names, too)."""
    plain = fold(_POSSESSIVE.sub("", word.strip(".,;:!?()[]\"'")))
    if plain in entries("words") or plain in entries("grammar"):
        return True
    parts = plain.split("-")
    return len(parts) > 1 and all(p in entries("words") or len(p) == 1 for p in parts)


@remembered(20_000)
def never_name(word: str) -> bool:
    """Whether ``word`` ends a name rather than belonging to it: abbreviations, grammar, medicine that is nobody's
    name.
    """
    bare = word.strip(".,;:!?()[]\"'")
    plain = fold(_POSSESSIVE.sub("", bare))
    if plain in entries("grammar") or plain in entries("abbreviations"):
        return True
    named = plain in entries("given") or plain in entries("surnames")
    if plain in entries("medicine") and (not named or bare.isupper()):
        return True
    if len(bare) <= 4 and bare.isupper() and not named:
        return True
    return plain in entries("words") and not named
