"""What names look like and who they are told of: shared by the recognizers of names."""

from __future__ import annotations

import re

from bot.anonymizer.lexicon import entries, fold, pairs

_CAP = r"(?:[^\W\d_a-z][^\W\d_]{0,30}+(?:['.\-][^\W\d_]{1,30}+){0,3}+|[dDlLO]'[^\W\d_]{1,30}+)"

CLINICIAN, PATIENT = "clinician", "patient"

TITLES = {
    CLINICIAN: r"dr|dra|drs|doc|doctor|prof|professor|nurse(?: practitioner)?|sister|matron|midwife|consultant|"
    r"surgeon|physio|pharmacist|registrar|attending|hoca|ustaz doctor|drhab|doktor|docteur|doctora|"
    r"dott|dottoressa|dottor",
    "person": r"mr|mrs|ms|miss|mx|mister|missus|sir|lady|lord|dame|madam|madame|mme|mlle|monsieur|herr|frau|"
    r"señora?|senora?|sra|srta|signora?|sig|pan|pani|dona|doña|dom|don|rev|reverend|father|pastor|"
    r"imam|rabbi|captain|capt|sgt|sergeant|major|colonel|"
    r"oupa|ouma|hajja|hajj|lalla|sidi|maman|tonton|makcik|pakcik|encik|puan|tuan|kak|abang|nek|ajahn|pr|khala|ammo|"
    r"teta|jiddo|dai|bhauju|akka|thatha|paati|chechi|chettan|ammachi|mausi|phuphi|chachi|bedstefar|bedstemor|mormor|"
    r"morfar|farmor|farfar|mzee|mama|baba|bwana|bibi|mke wake|baji|bhai|ustaz|ustad|alhaji|hajia|haji|sheikh|shaikh|"
    r"shri|smt|sri|kumari|chief|oga|madam|sis|bro|uncle|auntie|aunty|aunt|tante|onkel|tio|tia|"
    r"abuela|abuelo|nonna|nonno|oma|opa|granny|nana|nan|grandma|grandpa|papa|maulvi|sardar|begum|"
    r"sahib|khun|nai|bapak|ibu|pak|bu|mbak|anh|chị|ông|bà|cô|president|ato|weyzero|woizero|dhr|"
    r"mevr|mw|tannie|oom|suor|fra|padre|musawo|daktari|dkt|tatay|nanay|lola|lolo|aling|kuya|ate|"
    r"nonna|pappou|yiayia|deda|baka|nea|dre|kollege|pastora|frère|soeur|hermana|irmã|irmão|mãe|"
    r"pai|councillor|judge|justice|officer|constable|pc",
}
# Titles that people say as part of the name: 'Mama Amina', 'Uncle Femi', 'Captain Mbarouk', 'baby Khushi'.
PART_OF_NAME = entries("titles_in_names")

TITLE = re.compile(rf"(?i)(?:{'|'.join(TITLES.values())})\.?")

# Words for relatives and those near, and the label of each.
RELATIVES = {word: label for label, words in pairs("relatives") for word in words.split()}

_RELATIVE = "|".join(re.escape(w) for w in sorted(RELATIVES, key=len, reverse=True))


def known_name(word: str) -> bool:
    plain = fold(word.strip("'.\""))
    return plain in entries("given") or plain in entries("surnames")
