"""E-mail, web and network addresses, phone and fax numbers, usernames."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

import phonenumbers

from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries
from bot.anonymizer.recognizers.records import measured
from bot.review import Kind

_MAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,200}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w])")
_SPOKEN_HOST = re.compile(r"(?i)\b(?:at|arroba) [\w-]{2,63}(?:\.| (?:\.|dot|punto|punkt|ponto) )")
_SPOKEN_MAIL = re.compile(
    r"(?i)\b[\w.+-]{2,64} (?:at|arroba) (?:[\w-]{2,63}(?:\.| (?:\.|dot|punto|punkt|ponto) )){1,3}"
    r"(?-i:[a-z]{2,12}|[A-Z]{2,12})\b"
)

_URL = re.compile(r"(?i)\b(?:https?://|ftp://|www\.)[^\s<>\"']{2,1000}")
_BARE = re.compile(r"(?i)(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}+\.){1,4}([a-z]{2,12})(/[^\s<>\"')]{1,500})?(?![\w@-])")
_TOP_LEVEL = entries("top_level")
# Where published evidence lives: a link there tells of a paper, not of a patient.
_EVIDENCE = (
    r"(?:doi\.org|pubmed\.[\w.]+|ncbi\.nlm\.nih\.gov|nih\.gov|cdc\.gov|fda\.gov|who\.int|"
    r"nice\.org\.uk|sign\.ac\.uk|bnf\.org|nejm\.org|thelancet\.com|bmj\.com|jamanetwork\.com|"
    r"cochranelibrary\.com|cochrane\.org|radiopaedia\.org|mdcalc\.com|uptodate\.com|clinicaltrials\.gov|orpha\.net|"
    r"omim\.org|lifeinthefastlane\.com|litfl\.com|emcrit\.org|escardio\.org|heart\.org|kdigo\.org|acog\.org|"
    r"rcog\.org\.uk|wikipedia\.org|nature\.com|sciencedirect\.com|medrxiv\.org|gpnotebook\.com|toxbase\.org|"
    r"dermnetnz\.org|statpearls\.com|eviq\.org\.au)"
)
# Its path, as far as it is one: a query may name somebody, and what is glued to it is something else.
_PATH = r"(?:/(?:[!-~](?<![?#|,;()\[\]<>\"])|\(\d+\))*)?"
_PUBLIC = re.compile(rf"(?i)^(?:https?://)?(?:[\w-]+\.)*{_EVIDENCE}{_PATH}$")
PUBLISHED = re.compile(rf"(?i)(?<![\w.@/-])(?:https?://)?(?:[\w-]++\.){{0,3}}{_EVIDENCE}(?![\w-]){_PATH}")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w.]\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")

_HANDLE = re.compile(
    r"(?<![\w.@/])@(?!here\b|everyone\b|channel\b)(?=[\w.#-]*[^\W\d_])[^\W_][\w.-]{2,40}(?:#\d{4})?(?<![.-])"
)
_PREFIXED = re.compile(r"(?<![\w/])u/([A-Za-z][\w-]{2,30})(?![\w/])")  # as on a forum: 'u/sleepyintern'
_SNAKE = re.compile(  # not the key of a value, nor the name of a file
    r"(?<![\w.@/-])[^\W\d_A-Z][^\W_]{1,30}(?:_[^\W_]{1,30}){1,4}(?![\w@-]|[\"']?\s?[=:]|\.[a-z]{3,4}\b)"
)
_TAGGED = re.compile(r"(?<![\w@])[A-Za-z][\w.-]{2,30}#\d{4}(?!\d)")
_DOTTED_HANDLE = re.compile(r"(?<![\w.@/-])[a-z]{2,20}[._][a-z]{2,20}\d{1,4}(?![\w@./-])")
_USER = re.compile(r"(?i)\buser ((?=[\w.-]*(?:_|\d\d))[A-Za-z][\w.-]{3,40})(?<!\.)")
_NAMED_HANDLE = re.compile(
    r"(?i)\b(?:user ?name|user id|handle|log-?in|insta(?:gram)?|tik ?tok|twitter|telegram|snap(?:chat)"
    r"?|facebook|reddit|fb|ig)"
    r"(?: (?:is|name|handle|account))?\s?[:=]?\s(?:@|u/)?((?=[\w.-]*[\d_.])[A-Za-z][\w.-]{3,40})(?<!\.)"
)

_DIGITS = re.compile(
    r"(?<![\w,.+#-])(?<!\d/)(?!\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d(?!\d))"  # not at a date, nor in one
    r"(?:\+|00)?[(\[]?\d(?:(?:\.|-|/|\s?[()]\s?|\s-\s|\s(?!\d\))|\)[ -]{1,2}\(?)"
    r"?\d){6,16}(?:\s?(?:x|ext?\.?|extension|#|poste|interno)\s?\d{1,6})?(?!\w|[.,/-]\d)"
)
_BESIDE_YEAR = re.compile(r"^\d{2,3}/\d{2,3}\b|(?<!\d)\d{1,6} (?:19|20)\d\d$")  # a pressure; a value and a year
_TRUNK = re.compile(r"(?<![\w,.+-])(?:\+\d{1,3} ?)?\(0\) ?\d(?:[ .-]?\d){7,10}(?!\w|[.,-]\d)")  # '(0)20 7946 0991'
_INTERNAL = re.compile(r"(?<=[, :(;])x ?\d{4,6}(?![\w.%]|/\d)")  # 'pharmacy x41187'
_SHORT = re.compile(r"(?<![\w.,/-])\d{3}[- .]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w]|[.,/-]\d)")
_EXTENSION = re.compile(
    r"(?i)\b(?:ext(?:ension|n)?|x(?= ?\d{4})|bleep|pager|beep|blp|asc(?:om)?|dect|busca|piepser|funk|spok|vocera|"
    r"switch|durchwahl|"
    r"dw|interno|ramal|poste|anexo|int(?=\.)|sökare|calling|voip|speed ?dial|short ?code|deck phone)\b\.?(?: (?:no\.?|"
    r"number|is|del? \w+))?"
    r"\s?[:#*]?\s?(\d{1,3}[ -]\d{3,4}|\d{3,6})\b(?!\s?(?:mg|ml|%|units?))"
)
_CALL = re.compile(
    r"(?i)\b(?:tel|ph|phone|mobile|mob|cell|fax|call|calling|ring|rang|text|whats ?app|viber|"
    r"signal|contact|number|pager|bleep|extension|ext|"
    r"reach(?:ed|able)?|direct|line|landline|hotline|sms|dial|home|work|office|telefon[eo]?|tlf|"
    r"fono|celular|movil|handy|nr|reach me|on|at|"
    r"mum|mom|dad|brother|sister|wife|husband)\b[^.\n]{0,18}$"
)
_COUNTED = re.compile(
    r"(?i)^(?:/\s?(?:[µμum]?l|dl|mm|cmm|hpf|lpf)\b|"
    r"\s?(?:%|x10|(?:mg|mcg|ml|iu|units?|cells|copies|steps|patients|people|pts|u|mm|cm|kg)(?![^\W\d_])))"
)
_DECIMAL = re.compile(r"\d{1,3}\.\d")
_GROUPED = re.compile(r"^\+?\(?\d{2,5}\)?(?:[\s./-]{1,2}\(?\d{1,5}\)?){1,6}")

_SPOKEN = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|\d{1,4})"
_SPELLED = re.compile(rf"(?i)\b{_SPOKEN}(?:[\s,.\-]{{1,4}}{_SPOKEN}){{6,24}}\b")


class MailRecognizer(Recognizer):
    kinds = (Kind.EMAIL,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_MAIL, reading.text):
            yield self.found(start, end, Kind.EMAIL, 0.99)
        spoken = any(matches(_SPOKEN_HOST, reading.text))
        for start, end, match in matches(_SPOKEN_MAIL, reading.text) if spoken else ():
            last = re.split(r"[ .]", match.group())[-1].lower()
            if last in _TOP_LEVEL:
                yield self.found(start, end, Kind.EMAIL, 0.8)


class LinkRecognizer(Recognizer):
    """Links. A link to published evidence stays; a bare domain without a path is asked about."""

    kinds = (Kind.URL,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_URL, reading.text):
            address = match.group().rstrip(".,;:!?)]}")
            if not _PUBLIC.match(address):
                yield self.found(start, end - (len(match.group()) - len(address)), Kind.URL, 0.97)
        for start, end, match in matches(_BARE, reading.text) if reading.dotted else ():
            address, last, path = match.group(), match.group(1).lower(), match.group(2)
            short = match.start(1) - start < 4 and not re.match(r"(?i)(?:t\.me|wa\.me|bit\.ly|g\.co|fb\.me)/", address)
            if _PUBLIC.match(address) or short:
                continue
            if last not in _TOP_LEVEL:
                if path and len(path) > 3 and last.upper() in phonenumbers.SUPPORTED_REGIONS:
                    yield self.found(start, end - len(address) + len(address.rstrip(".,;:!?")), Kind.URL, 0.6)
                continue
            if path and not re.search(r"[A-Za-z]", path) and len(last) < 3:
                continue  # 'pt.in/3': an abbreviation and a count
            yield self.found(start, end - len(address) + len(address.rstrip(".,;:!?")), Kind.URL, 0.9 if path else 0.5)


class NetworkRecognizer(Recognizer):
    kinds = (Kind.IP, Kind.DEVICE)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, sign, least in ((_IPV4, ".", 3), (_IPV6, ":", 2)):
            there = reading.text.count(sign) >= least
            for start, end, match in matches(pattern, reading.text) if there else ():
                try:
                    ipaddress.ip_interface(match.group())
                except ValueError:
                    continue
                yield self.found(start, end, Kind.IP, 0.9)
        for start, end, _ in matches(_MAC, reading.text):
            yield self.found(start, end, Kind.DEVICE, 0.9)


class UsernameRecognizer(Recognizer):
    kinds = (Kind.USERNAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, group, score in (
            (_HANDLE, 0, 0.93),
            (_TAGGED, 0, 0.9),
            (_NAMED_HANDLE, 1, 0.9),
            (_USER, 1, 0.85),
            (_PREFIXED, 1, 0.85),
            (_SNAKE, 0, 0.8),
            (_DOTTED_HANDLE, 0, 0.76),
        ):
            for start, end, _ in matches(pattern, reading.text, group):
                yield self.found(start, end, Kind.USERNAME, score)


def _is_series(typed: str) -> bool:
    """Hours of a day in their order ('at 7 10 13 16 19'), or values with a decimal each ('38.1 38.4 39.0')."""
    groups = typed.split(" ")
    hours = [int(g) for g in groups if g.isdecimal() and len(g) < 3]
    rising = len(hours) == len(groups) > 2 and hours == sorted(set(hours)) and hours[-1] <= 24
    return rising or (len(groups) > 1 and all(_DECIMAL.fullmatch(g) for g in groups))


class TelephoneRecognizer(Recognizer):
    """Phone and fax numbers: by form, by the plan of the community's regions, by the words before them, or spelled
    out.
    """

    kinds = (Kind.PHONE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._grouped(reading)
        for start, end, match in matches(_SHORT, reading.text):
            called = _CALL.search(reading.before(start, 30))
            if called or not _BESIDE_YEAR.search(match.group()):  # '021** 2022': a ZIP code and a year
                yield self.found(start, end, Kind.PHONE, 0.85 if called else 0.45)
        for pattern, group, score in ((_TRUNK, 0, 0.85), (_INTERNAL, 0, 0.85), (_EXTENSION, 1, 0.8)):
            for start, end, _ in matches(pattern, reading.text, group):
                yield self.found(start, end, Kind.PHONE, score)
        for start, end, match in matches(_SPELLED, reading.text):
            if len(re.findall(r"(?i)[a-z]{2,}", match.group())) >= 3:
                yield self.found(start, end, Kind.PHONE, 0.88)

    def _grouped(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_DIGITS, reading.text):
            dialled = match.group().lstrip("([")[0] in "+0"  # no count begins so
            if _is_series(match.group()) or (measured(reading, start, end) and not dialled):
                continue
            if (_COUNTED.match(reading.after(end, 10)) and not dialled) or _BESIDE_YEAR.search(match.group()):
                continue
            yield self.found(start, end, Kind.PHONE, self._score(match.group(), reading, start))
            first, _, rest = match.group().partition(" ")
            if len(first) < 3 and len(rest) > 8:  # the number of a bed before it: 'bed 4 07700 900461'
                yield self.found(end - len(rest), end, Kind.PHONE, self._score(rest, reading, end - len(rest)))
            head, _, last = match.group().rpartition(" ")
            if len(last) < 4 and len(head) > 8:  # what is counted behind it: '07700 900461 90+'
                yield self.found(start, start + len(head), Kind.PHONE, self._score(head, reading, start))

    def _score(self, typed: str, reading: Reading, start: int) -> float:
        digits = sum(c.isdigit() for c in typed)
        called = bool(_CALL.search(reading.before(start, 30)))
        if typed.lstrip("([").startswith("+"):
            return 0.95
        threes = typed[0] not in "(0" and all(len(group) <= 3 for group in re.findall(r"\d+", typed))
        if called and digits >= 7:
            return 0.8 if threes else 0.9
        if digits >= 9 and _GROUPED.match(typed) and self._dialable(typed, reading.context.regions):
            return 0.7 if threes else 0.85  # threes may be values in their order: 'Na 134 144 151'
        return 0.6 if digits >= 9 and _GROUPED.match(typed) else 0.3

    @staticmethod
    def _dialable(typed: str, regions: tuple[str, ...]) -> bool:
        for region in regions:
            try:
                if phonenumbers.is_possible_number(phonenumbers.parse(typed, region)):
                    return True
            except phonenumbers.NumberParseException:
                continue
        return False
