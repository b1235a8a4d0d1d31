"""Names of months, weekdays, festivals and relative days, as clinicians of many countries write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.anonymizer.lexicon import entries, fold, lines, pairs


def _numbered(name: str) -> dict[str, int]:
    """Word to number, from lines such as '3 = march mar marzo'."""
    return {word: int(number) for number, words in pairs(name) for word in words.split()}


def alternatives(words: Iterable[str], folded: bool = False) -> str:
    """A pattern of any of ``words``, the longest first, where ``folded`` also without their accents.

    What several begin with is written once, so that a list of thousands costs a few steps at each place of a text.
    """
    tree: dict[str, Any] = {}
    for word in words:
        bare = fold(word)
        # 'môre' is not 'more', and 'mâine' not 'Maine'.
        twice = folded and not any(bare in entries(some) for some in ("words", "grammar", "regions"))
        for form in {word, bare} if twice else {word}:
            node = tree
            for letter in form:
                node = node.setdefault(letter, {})
            node[""] = {}
    return _branch(tree)


_LOOSE = {" ": r"[ -]", "'": "['’]"}


def _branch(tree: dict[str, Any]) -> str:
    parts = [_LOOSE.get(letter, re.escape(letter)) + _branch(rest) for letter, rest in sorted(tree.items()) if letter]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if "" in tree else "")


MONTHS = _numbered("months")
WEEKDAYS = _numbered("weekdays")
FESTIVALS = lines("festivals")
DAYS_SURE = lines("days")
DAYS_UNSURE = lines("days_unsure")


# What stands beside a named day and belongs to it: the part of the day, the clock.
_PARTS = (
    "am|a\\.m\\.?|pm|p\\.m\\.?|morn|mornin|mornings?|afternoons?|aft|arvo|evenings?|eve|evng|nights?|nite|noon|midday|"
    "midnight|dawn|dusk|lunch|lunchtime|teatime|breakfast|dinner|bedtime|late|early|overnight|weekend|wkend|wknd|"
    "subah|shaam|sham|raat|rat|dopahar|dupur|bikal|bikel|sokal|shokal|ratre|kaalai|kalai|maalai|malai|iravu|bihana|"
    "beluka|belka|diuso|sanjha|raati|sabahı?|öğlen?|öğleden sonra|akşamı?|gecesi?|ikindi|temprano|tarde|noche|"
    "mediodía|madrugada|por la (?:mañana|tarde|noche)|de (?:manhã|madrugada|tarde|noite)|à (?:tarde|noite)|cedo|"
    "matin|midi|après-midi|aprem|soir|nuit|mattina|mattino|pomeriggio|sera|notte|morgens?|früh|vormittags?|mittags?|"
    "nachmittags?|abends?|nachts?|ochtend|middag|avond|vroeg|morgon|förmiddag|eftermiddag|kväll|natt|formiddag|"
    "ettermiddag|kveld|aften|nat|aamulla|päivällä|illalla|yöllä|ráno|dopoledne|odpoledne|večer|v noci|rano|"
    "po południu|wieczorem|w nocy|wieczór|ujutro|popodne|navečer|uveče|noću|reggel|délelőtt|délután|este|éjjel|"
    "dimineaț[ăa]|seara|noaptea|утром|днём|днем|вечером|ночью|вранці|ввечері|вночі|πρωί|μεσημέρι|απόγευμα|βράδυ|"
    "pagi|siang|sore|malam|subuh|petang|tengahari|umaga|tanghali|hapon|gabi|sáng|trưa|chiều|tối|đêm|"
    "asubuhi|mchana|jioni|usiku|alfajiri|fajr|zuhr|dhuhr|asr|maghrib|isha|sobh|shab|el sob7|bel leil"
)
_AT = (
    r"(?:at|@|by|around|about|circa|ca?\.?|um|ab|gegen|v|ve|o|ob|à|vers|às|as|a las?|sobre las|alle|verso le|ore|la|om|"
    r"kl\.?|klo|saat|jam|pukul|lúc|alas|hora)"
)
_CLOCK = (
    r"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\b\.?|\s?(?:hrs?|uhr|h)\b)?|(?:[01]\d|2[0-3])[0-5]\d(?:\s?hrs?|h)?\b|"
    r"(?:1[0-2]|[1-9])\s?(?:[ap]\.?m\b\.?|[ap]\b|ish\b)|(?:1\d|2[0-3]|[1-9])\s?(?:h|hrs|uhr|o'clock)\b|"
    r"half (?:past )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|noon|midnight)"
)
_GROWS_RIGHT = re.compile(
    r"(?i) (?:before last|after next|ago)\b|"
    rf" (?:(?:in the|in|en la|nella|di|de la|v|w|am|ka|ki|ko|ke|sa|ng) )?(?:{_PARTS})(?![\w'-])"
)
_GROWS_LEFT = re.compile(
    r"(?i)(?<![\w.,/:])(?:(?:early|late|first thing|mid) (?:on )?|"
    r"(?:the )?(?:first|second|third|last|1st|2nd|3rd|two|three|a week ago) |"
    r"(?:one|two|three|four|five|a few|a couple of|\d{1,2}) (?:days?|nights?|weeks?) |"
    r"(?:(?:the )?(?:day|night|morning|afternoon|arvo|eve|evening|week|weekend|wknd|"
    r"(?:one|two|three|a couple of|few|\d) (?:days|nights|weeks)) (?:before|after|of) (?:the )?))$"
)
_APART = re.compile(r"(?i)(?:before|after)\b")
_RANGE_LEFT = re.compile(
    r"(?i)(?<![\w.,/:-])(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.)?\s?(?:[-–&+]|to|and|till?|bis|al?|au|e|y|und|i|o)\s?$"
)
_CLOCK_RIGHT = re.compile(
    rf"(?i),? (?:{_AT} ?)?{_CLOCK}(?![\w%/]|:\d)(?! ?(?:mg|ml|mcg|mmol|units?|x))|"
    r"(?:(?: alle| um| às| a las| at) | ?@ ?)(?:1\d|2[0-3]|[1-9])(?![\w%/:]|[.,]\d)"
)
_CLOCK_LEFT = re.compile(
    rf"(?i)(?<![\w.,/:])(?:(?:at|kl\.?) )?(?:{_CLOCK}|(?<=at )(?:1[0-2]|[1-9])),? (?:on (?:the )?)?$"
)


def grown(text: str, start: int, end: int) -> tuple[int, int]:
    """The date at ``[start, end)`` with the part of the day beside it: 'arvo of the 12th', 'tmrw am'."""
    if after := _GROWS_RIGHT.match(text, end):
        end = after.end()
    before = _GROWS_LEFT.search(text[max(0, start - 32) : start])
    if before and (not before.group().endswith(("s ", "day ", "night ", "week ")) or _APART.match(text, start)):
        start -= len(before.group())
    if text[start].isdigit() and (first := _RANGE_LEFT.search(text[max(0, start - 12) : start])):
        start -= len(first.group())
    return start, end


def clocked(text: str, start: int, end: int) -> tuple[int, int]:
    """The date at ``[start, end)`` with the clock time beside it: 'včera v 22:40', '0600 tues'."""
    if after := _CLOCK_RIGHT.match(text, end):
        end = after.end()
    if before := _CLOCK_LEFT.search(text[max(0, start - 20) : start]):
        start -= len(before.group())
    return start, end
