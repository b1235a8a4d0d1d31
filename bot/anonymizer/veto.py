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
def several(word: str) -> bool:
    """Whether ``word`` is several of what goes by its letters: 'TIAs', 'LFTs'."""
    plain = fold(word[:-1])
    return word.endswith("s") and word[:-1].isupper() and len(plain) > 1 and plain in entries("abbreviations")


@remembered(20_000)
def phrase(words: str) -> bool:
    """Whether ``words`` are an eponym of several words: 'Sister Mary Joseph', 'Graham Steell'."""
    return _POSSESSIVE.sub("", fold(" ".join(words.split()))) in entries("phrases")


_VARIANT = re.compile(  # of a gene (HGVS): 'c.1521_1523delCTT', 'p.Gly551Asp'
    r"(?<![\w.])(?:[cgmnr]\.\(?[*-]?\d{1,5}(?:[_+-]\d{1,5})*(?:[ACGT]>[ACGT]|(?:del|dup|ins|inv)\w*)"
    r"|p\.\(?(?:[A-Z][a-z]{2}|[A-Z])\d{1,5}(?:[A-Z][a-z]{2}|[A-Z*]|fs|del|dup)\w*)"
)
_WIDE = {region for region in entries("regions") if " " in region} - {"new york"}  # 'Puerto Rico' names no Mr Rico
PHRASES = re.compile(
    r"(?i)(?<!\w)(?:"
    + "|".join(re.escape(p) for p in sorted(entries("phrases") | _WIDE, key=len, reverse=True))
    + r")(?:'s)?(?!\w)"
)
DOI = re.compile(r"(?i)\b(?:doi[:\s]{0,2})?10\.\d{4,9}/(?:[!-~](?<![|,;()\[\]<>\"])|\(\d+\)){2,120}")
_CITATION = re.compile(r"(?i)\b(?:pmid|pmcid|nct|isrctn|orpha|omim)[:\s#]{0,2}\d{4,12}")
# Days after an operation, days of life, of an illness, of a treatment; a week prior; for 10-12 days; 40 pack years; the
# seventh or eighth month.
_COUNTED = re.compile(
    r"\b(?:(?:POD|DOL|PND)\s?#?|[Dd]ay )\d{1,3}\b"
    r"(?!\s?[/.:]\s?\d|-\d+-| \d{3}\b|(?:-| (?:of |de )?)(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec))"
    r"|(?<![/.-])\b\d{1,3} (?:hours?|days?|weeks?|months?|years?) prior\b"
    r"|(?<![\w/.-])\d{1,2} ?[-–] ?\d{1,2} (?:hours?|days?|weeks?|months?)\b"
    r"|(?<![\w/.-])\d{1,3} ?(?:pk|pack)[- ]?(?:yr|year)s?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th) (?:or|to|and) \d{1,2}(?:st|nd|rd|th) (?=month|week|day|decade|rib|nerve|toe|finger)"
)
# Levels of the spine from one to another; shares and ranges below one.
_LEVELS = re.compile(
    r"(?<!bed )(?<!room )(?<!ward )(?<!bay )(?<!rm )(?<![Ww]ard: )(?<![Bb]ed: )(?<![Bb]ed no )\b[CTLS]\d{1,2}"
    r"(?: ?(?:to|through|and) ?[CTLS]?\d{1,2}|[-–/](?:[CTLS]\d{1,2}|\d))\b"
)
_SHARES = re.compile(r"(?<![\w.,])0?\.\d{1,3}(?: ?(?:-|–|to) ?\d?\.\d{1,3})?(?![\w.]\d|\w)")
_DIMENSIONS = re.compile(
    r"\b[2-4]D(?=(?: and |/)[2-4]D\b| (?:echo|scans?|CT|US|TTE|TOE|TEE|MRI|images?|imaging|models?|print|recon)|-[a-z])"
    r"|(?<=[2-4]D and )[2-4]D\b|(?<=[2-4]D/)[2-4]D\b"
)
PRESSURE = re.compile(r"(?i)\b(?:bp|pressure)[ :]{1,2}\d{2,3}/\d{2,3}(?!\d|/)")
# The stage of a tumour and a woman's pregnancies, which look like a postcode; a drug without a name; a score of Mayo's.
_STAGED = re.compile(
    r"(?<![\w-])(?:[ycpr]{0,2}T[0-4][a-d]?N[0-3][a-c]?M[01x][a-c]?|G\d{1,2}P\d{1,2}(?:[A-Z]\d{1,2})+)(?![\w-])"
    r"|(?<![\w-])(?:GS-\d{6}|LY\d{6,7}|AZD-?\d{4}|BMS-\d{6}|PF-0\d{7}|JNJ-\d{8}|AMG[ -]?\d{3}|REGN-?\d{3,4}"
    r"|GSK-?\d{6,7})(?![\w-])"
    r"|\bMayo (?:score )?(?:[0-3]|20(?:12|18) (?=stag|crit))(?![\w/]|[ -]\d)"
)
# Weeks always, days and months behind a word for how long: '6/52', 'in 3/12'.
_HOW_LONG = r"\b(?:in|over|every|within|x) "
HOW_LONG_BEFORE = re.compile(rf"(?i){_HOW_LONG}$")
_LASTING = re.compile(rf"(?i)(?<![\d/])\d{{1,2}}/52(?![\d/])|{_HOW_LONG}\d{{1,2}}/(?:7|12)(?![\d/-])")
# A value that changes: 'Cr 88-140-322', 'Na 118 > 124'. 'CRP 12/3' may be of a day, 'CR 12/3456/78' a record.
_TREND = re.compile(
    r"(?i)\b(?:cr|creat|na|k|hb|hgb|crp|trop|bnp|ck|plts?|tsh|wcc|wbc|urea|alb|alt|ast|alp|bili|ldh|lact(?:ate)?|inr|psa|cea|afp"
    r"|hba1c|e?gfr|ferritin|glucose|peep|fio2|sats?|mcv|neuts?)(?: trend)?:? "
    r"(?:\d[\d.]{0,4}(?: ?[-–>→] ?\d[\d.]{0,4}){2,5}(?<!-20\d\d)|\d[\d.]{0,4} ?[>→] ?\d[\d.]{0,4})(?![\w/-])"
)
_SEROVAR = re.compile(r"\bSalmonella [A-Z][a-z]+|\bS\. (?:Dublin|Heidelberg|Kentucky|Montevideo|Newport|Panama)\b")
# What no finding may touch.
PROTECTED = (
    _CITATION, _VARIANT, PRESSURE, _COUNTED, _LEVELS, _SHARES, _DIMENSIONS, _STAGED, _LASTING, _TREND, _SEROVAR
)  # fmt: skip

# What by itself names nobody and nothing, no day, and no place.
NOBODY = re.compile(r"(?i)the|this|that|these|those|there|their|they|what|i'm|it's|don't|users?")
NO_DAY = re.compile(
    r"(?i)(?:(?:last|this|next|past|previous) )?(?:year|spring|summer|autumn|fall|winter)|(?:last|next|past) \d+"
    r"|(?:19|20)?\d0s"
)
NO_PLACE = re.compile(
    r"(?i)(?:emergency |(?:public )?health )?department|emergency room|(?-i:downtown|street|st|road|rd|avenue|ave)"
)
# A name-like word that is dosed, or that one is allergic to, is a drug.
DOSE_AFTER = re.compile(
    r"(?i)^\s?\d[\d.,]*\s?(?:[%/]|(?:mg|mcg|µg|ug|g|ml|units?|iu|u|mmol|puffs?|tabs?|tablets?|drops?|"
    r"sprays?|mm|cm|kg)\b)|^\s(?:tablets?|tabs?|capsules?|inhaler|nebs?|cream|ointment|drops|"
    r"patch|patches|spray|"
    r"injections?|infusion|prn|bd|tds|od|qid|q\d+h|daily|nocte|suspension|syrup|eye drops|nasal|iv|im|po|pen|depot)\b"
)
DRUG_BEFORE = re.compile(
    r"(?i)\b(?:allerg(?:ic|y|ies)(?: to|:)?|intoleran(?:t|ce) (?:of|to)|taking|takes|prescribed|"
    r"on (?:oral|iv|im|inhaled|topical)|started on|switched to|dose of|doses of|course of|loaded "
    r"with|stopped her|stopped his|treated with)\s$"
)

# What follows an eponym. The eponym then names a thing, whoever else in the text is called so.
MEDICAL_NOUN = re.compile(
    r"(?i)^(?:'s?|s')?[\s-](?:disease|syndrome|sign|signs|test|tests|score|scores|scale|index|"
    r"criteria|criterion|classification|grade|grading|stage|staging|type|class|triad|tetrad|pentad|"
    r"node|nodule|nodes|bodies|body|cells?|"
    r"reflex|phenomenon|palsy|paralysis|contracture|fracture|fractures|dislocation|tumou?r|lymphoma|"
    r"sarcoma|anaemia|anemia|thyroiditis|encephalopathy|encephalitis|disease|chorea|ataxia|dystrophy|"
    r"neuropathy|hernia|"
    r"procedure|operation|repair|incision|approach|manoeuvre|maneuver|position|view|line|angle|"
    r"triangle|pouch|point|space|fascia|ligament|duct|gland|canal|tube|catheter|drain|forceps|"
    r"blade|needle|clamp|retractor|tape|"
    r"rule|rules|law|formula|equation|protocol|regimen|trial|study|guideline|guidelines|stain|"
    r"agar|antibody|antibodies|antigen|virus|fever|rash|lines|spots|ring|rings|plaque|ulcer|ulcers|"
    r"cyst|cysts|"
    r"murmur|pulse|breathing|respiration|gait|facies|nails|hydatid|oesophagus|esophagus|diverticulum|"
    r"diverticula|malformation|anomaly|tetralogy|murmurs|valve|shunt|graft|flap|pin|nail|plate|"
    r"frame|splint|block|"
    r"coefficient|units?|method|technique|exercises|chart|curve|plot|atlas|panel|questionnaire|"
    r"inventory|assessment|screen|tool|bundle|pathway|consensus|definition|phenotype|variant|"
    r"mutation|gene|leukaemia|leukemia|brace|collar|traction|bag|mask|prongs|orthosis|antigens?|category|skoru|skala|"
    r"solution|"
    r"bandage|stent|lens|knife|speculum|sutures?|filter|catheters?|cannula|brush|honey|diet|kriterleri|kriterien|class|"
    r"\(?(?-i:[IV]{2,3}[abc]?|I[abc]|IV)\b\)?)(?![\w'])"
)


@remembered(20_000)
def region(words: str) -> bool:
    """Whether ``words`` are a place as large as a state, which may stay, or a people."""
    plain = _POSSESSIVE.sub("", fold(" ".join(words.split()).strip(".")))
    return plain in entries("regions") or plain in entries("peoples")


@remembered(20_000)
def common(word: str) -> bool:
    """Whether ``word`` is an ordinary English word (some of which are names, too)."""
    plain = fold(_POSSESSIVE.sub("", word.strip(".,;:!?()[]\"'")))
    if plain in entries("words") or plain in entries("grammar"):
        return True
    parts = plain.split("-")
    return len(parts) > 1 and all(p in entries("words") or len(p) == 1 for p in parts)


@remembered(20_000)
def adverb(word: str) -> bool:
    """Whether ``word`` is one that a sentence may begin with: 'Essentially'; 'Jolly' and 'Lovely' may be people."""
    plain = fold(word)
    return len(plain) > 6 and plain.endswith("ly") and plain in entries("words") and plain[:-2] in entries("words")


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
