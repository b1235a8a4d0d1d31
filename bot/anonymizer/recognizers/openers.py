"""Names with nothing before them: a word that opens a sentence, or one that no list knows in the middle of one.

The word alone can't tell, so what follows must: 'Comfort refused blood', 'Okabe already mailed pharmacy'. All of it is
asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, Token, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.listed import _strange
from bot.anonymizer.recognizers.people import known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

# Words that are given to children where the lists, made of census data elsewhere, have no names.
_VIRTUES = entries("virtues")
# What only a person does or has, as chat puts it.
_OF_PERSON = (
    r"(?:said|says|thinks|thought|wants|wanted|told|asked|asks|knows|knew|came|comes|went|goes|saw|sees|rang|calls|"
    r"called|texted|messaged|emailed|mailed|scoped|took|gave|gives|brought|died|arrested|refused|refuses|declined|"
    r"signed|lives|lived|works|worked|agrees|agreed|reckons|wrote|writes|swears|swore|suggested|suggests|insists|"
    r"insisted|offered|offers|wondered|mentioned|noticed|sent|sends|missed|forgot|taught|tried|covers|joined|walked|"
    r"ate|slept|cried|smiled|laughed|vomited|collapsed|fell|bled|desat\w*|seized|who|whose|reviewed|"
    r"(?:is|was|will be) (?:on|off|in|at|the (?!key|best|only|answer|new|point|rule|problem|question|one)|away|back|"
    r"here|home|my|our|her|his|their|coming|going|asking|doing|waiting|still|now|not (?:here|in|on|back|picking)|"
    r"stable|fine|ok|okay|better|worse|sick|dead|intubated|extubated|due|leaving|happy|worried|covering|\d)|"
    r"has (?:a|an|the|no|been|had|her|his|to|gone|left|got)|had (?:a|an|the|no|been|her|his|to|one)|"
    r"(?:is|was) (?:a|an) (?:nurse|doctor|teacher|farmer|nice|lovely|\d{1,3})|can't|won't|didn't|doesn't|wasn't)"
)
_PERSONAL = re.compile(
    rf"(?:'s (?!a |the |not |no )|,? {_OF_PERSON}\b| ?[–—-] (?:she|he|they|refus\w+|for|await\w+|needs|home|NBM|s/b|"
    rf"DNR)\b)"
)
_LISTED = re.compile(r" ?[–—-] |: [a-z]|, (?:[a-z]|\d)|\.? ?\(")
# After these a word in lower case may open a clause.
_OPENS = re.compile(
    r"(?i)(?:^|[.!?;:,\n]\s{0,2}|\b(?:and|so|but|because|bc|cos|if|when|while|ask|tell|told|thanks|thx|cheers|sorry|hi|"
    r"hey|hello|dear|yo|ok|lol|says|said|with|for|from|by|yes|no|yeah|oh)\s)$"
)
# A value, a dose, a sign of a list of drugs: no person.
_MEASURED = re.compile(
    r"(?i)^\s?(?:[=<>≥≤~+/→%]|[:,]?\s?\d|(?:mg|mcg|ml|iv|im|po|sc|bd|tds|od|qid|prn|stat|neg|negative|pos|positive|"
    r"normal|raised|low|high|levels?|plus|vs\.?|versus|or|tablets?|infusion|given|started|stopped|held|screen|sent|"
    r"pending|awaited|grade|type|class|stage|protocol|trial|study|criteria|score)\b)"
)
_BEFORE_THING = re.compile(
    r"(?i)(?:[=<>+/×→~]|\b(?:vs\.?|versus|or|plus|then|on|of|the|a|an|add|give|gave|start|started|stop|stopped|hold|"
    r"held|"
    r"try|use|using|used|via|iv|im|po|oral|topical|no|not|is|if|per|w|like|called|my|in|at|from|to|and|&|with)\s)$"
)


# Endings of English and of medicine, not of names.
_DERIVED = re.compile(
    r"(?:[^h]ed|ing|ly|isms?|ists?|(?<![oe]v)ic|[^mj]al|ous|ive|[ts]ion|ment|ness|ity|[ai]ble|[iy][sz]e[ds]?|"
    r"[iy][sz]ation|"
    r"mus|sia|xia|oid|ogen|gist|logy|ine|ol|ide|ate|ium|one|ent|ance|ence|ware|like|less|able|ians?|eans?|ese|sis|apy|"
    r"ene|graphs?|grams?|tor|ile|geon|cyte|some)$"
)
_PREFIXED = re.compile(
    r"^(?:non|un|re|pre|post|peri|para|anti|neuro|cardio|nephro|hepato|haemato|hemato|broncho|gastro|osteo|electro|"
    r"hyper|hypo|pseudo|micro|macro|immuno|multi|primi|over|under|super|sub|inter|intra|extra|trans|out)-?(?=\w{4})"
)


_LOWER_WORD = re.compile(r"(?<![^\s(\"])[^\W\d_A-Z]{3,}(?=[\s,;!?)\"]|[.:](?:\s|$)|$)")  # no part of a link


# A colleague spoken to at the beginning of a line, or a person of whom something is said.
_ADDRESSED = re.compile(
    r"(?m)(?:^|(?<=[.!?] ))([^\W\d_a-z][^\W\d_A-Z]{2,15})(?=(?:,|!|:)? (?:check|pls|plz|please|can|could|u|you|ur|do|"
    r"does|did|"
    r"dont|don't|didn't|r/v|review|call|ring|repeat|arrested|seized|died|seen|bled|bleeding|refus\w{2,4}|says?|said|"
    r"still|now|again|just|also|wants?|needs?|came|went|told|asked|knows?|thinks?|has|is|was|had|will|from|pa|po|bhai|"
    r"ji|da|hocam|abi|sir|agree|agreed)\b|[,!:] [a-z])"
)


class OpenerRecognizer(Recognizer):
    """A name that opens a sentence and of which something personal is said; one in lower case that opens a clause; a
    word that no list knows and that stands in an English sentence with a capital.
    """

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._addressed(reading)
        english: bool | None = None  # asked only where it matters
        for i, token in enumerate(reading.tokens):
            word = token.text
            if len(word) < 3 or word.isupper() or not word[0].isalpha():
                continue
            if _given_word(word):
                if _is_person(reading, token):
                    yield self.found(token.start, token.end, Kind.NAME, 0.45, "person")
            elif english is not False and _strange(word) and not _derived(word) and not _among_things(reading, i):
                english = _is_english(reading) if english is None else english
                if english:
                    yield self.found(token.start, token.end, Kind.NAME, 0.4)

    def _addressed(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_ADDRESSED, reading.text, 1):
            known = known_name(match.group(1))
            if not _known_word(match.group(1)) and not is_place(match.group(1)) and (known or reading.text[end] == " "):
                yield self.found(start, end, Kind.NAME, 0.6 if known else 0.4)


def _known_word(word: str) -> bool:
    known = veto.medical(word) or veto.common(word) or veto.chemical(word) or veto.region(word)
    return known or fold(word) in entries("abbreviations")


def _is_person(reading: Reading, token: Token) -> bool:
    """Whether a given name, which may be a word, is said of a person where it stands."""
    after = reading.after(token.end, 24)
    if token.text[0].islower():
        return bool(_PERSONAL.match(after) and _OPENS.search(reading.before(token.start, 12)))
    if _MEASURED.match(after):
        return False
    if not _opens(reading, token):
        return _person_here(reading, token)
    return bool(_PERSONAL.match(after) or (_LISTED.match(after) and not veto.common(token.text)))


_SPOKEN_TO = re.compile(
    r"(?i)\b(?:seen by|reviewed by|done by|by|d/w|discussed with|per|ask|asked|told|tell|thank|thanks|cheers|ring|"
    r"rang|bleep|"
    r"call|called|text|texted|spoke to|spoken to|met|from|with|w|and|for|reviewed|saw|sent|gave|about|trust|love|"
    r"poor|little|"
    r"lovely|wee|our|old|young|big|said|colleague|friend|kid|hi|hey|dear) $"
)
_AGED = re.compile(r" \(\d{1,2}(?:\)|,| ?(?:y|yo|mo|m|f|M|F)\b)")


def _person_here(reading: Reading, token: Token) -> bool:
    """Whether a capital in the middle of a sentence makes a name of the word: 'tell Faith', 'Storm (5)'."""
    if fold(token.text) in MONTHS or fold(token.text) in WEEKDAYS or veto.medical(token.text):
        return False
    after = reading.after(token.end, 16)
    if re.match(r"[ -][A-Z]|'", after) and not re.match(r"'s\b", after):
        return False
    return bool(_AGED.match(after) or _SPOKEN_TO.search(reading.before(token.start, 16)))


def _derived(word: str) -> bool:
    """Whether ``word`` is made of an English or medical one, though no list holds it: 'Nonsignificant', 'Apgars'."""
    plain = fold(word)
    if _DERIVED.search(plain):
        return True
    stem = _PREFIXED.sub("", plain)
    forms = {stem, re.sub(r"(?:e?s|e?d|y|ies)$", "", plain), plain.removesuffix("s")} - {plain}
    return any(len(form) > 3 and (veto.common(form) or veto.medical(form)) for form in forms)


def _among_things(reading: Reading, i: int) -> bool:
    """Whether the word stands in a row of drugs, tests or eponyms, or where a thing is given, compared or done."""
    token = reading.tokens[i]
    labels = reading.text[token.end : token.end + 1] == ":" and not known_name(token.text)
    if labels or _MEASURED.match(reading.after(token.end, 24)) or _BEFORE_THING.search(reading.before(token.start, 10)):
        return True
    beside = (*reading.tokens[max(0, i - 1) : i], *reading.tokens[i + 1 : i + 2])
    return any(
        veto.medical(t.text)
        for t in beside
        if not re.search(r"[.;\n]", reading.text[min(t.end, token.end) : max(t.start, token.start)])
    )


def _opens(reading: Reading, token: Token) -> bool:
    before = reading.before(token.start, 4).rstrip(" \"'(*-•")
    return not before or before[-1] in ".!?;\n"


def _given_word(word: str) -> bool:
    """Whether ``word`` is a word as well as a given name."""
    plain = fold(word)
    return (plain in entries("given") or plain in _VIRTUES) and plain not in entries("grammar")


def _is_english(reading: Reading) -> bool:
    """Whether most words in lower case are English, so that an unknown one with a capital stands out."""
    words = [m.group() for m in _LOWER_WORD.finditer(reading.text)]
    return sum(veto.common(w) or veto.medical(w) for w in words) >= 0.75 * len(words)
