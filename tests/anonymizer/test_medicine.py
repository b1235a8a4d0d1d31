"""Eponyms, signs, scores, drugs, bugs and trials survive. The list is of this project; the rules were not written
from it.
"""

from __future__ import annotations

from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import SURE
from bot.review import Context

SENTENCES = {
    "She has {} disease.": (
        "Parkinson's|Crohn's|Graves'|Addison's|Alzheimer's|Hodgkin's|Huntington's|Wilson's|Paget's|"
        "Behçet's|Kawasaki|Still's|Whipple's|Gaucher's|Fabry|Pompe|Hirschsprung's|Peyronie's|Ménière's|"
        "Perthes|Castleman|Takayasu's|Buerger's|Bowen's|Dercum's|Menetrier's|Caroli's|Lyme|Chagas|Pott's|"
        "Hansen's|Weil's|Legionnaires'|Rosai-Dorfman|Erdheim-Chester|Niemann-Pick|Tay-Sachs|Lou Gehrig's|"
        "Christmas|Von Willebrand"
    ),
    "Could this be {} syndrome?": (
        "Cushing's|Down|Turner|Klinefelter|Marfan|Ehlers-Danlos|Sjögren's|Guillain-Barré|Horner's|"
        "Brugada|Stevens-Johnson|Reye's|Asherman's|Sheehan's|Budd-Chiari|Peutz-Jeghers|Lynch|Gardner|"
        "Cowden|Zollinger-Ellison|Mallory-Weiss|Boerhaave|Ogilvie|Mirizzi|Dressler's|Eisenmenger|"
        "Goodpasture|Alport|Bartter|Gitelman|Liddle|Felty|Caplan|Prader-Willi|Angelman|Rett|Dravet|"
        "Lennox-Gastaut|West|Miller Fisher|Ramsay Hunt|Lambert-Eaton|Paget-Schroetter|Treacher Collins|"
        "Pierre Robin|Sturge-Weber|Noonan|Williams|Fanconi|Li-Fraumeni"
    ),
    "Positive {} sign today, otherwise well.": (
        "Babinski|Murphy's|Kernig|Brudzinski|Rovsing's|McBurney|Chvostek|Trousseau|Lhermitte|Hoffmann|"
        "Homan's|Cullen|Grey Turner|Kehr's|Tinel|Phalen|Finkelstein|Froment|Trendelenburg|Gowers|"
        "Nikolsky|Auspitz|Battle's|Kussmaul|Levine|Corrigan|Quincke|De Musset|Janeway|Rigler|Westermark|"
        "Courvoisier|Carnett|Hutchinson's|Gottron's|Pemberton's|Chaddock"
    ),
    "The {} score was 4.": (
        "Glasgow|Apgar|Wells|Geneva|CHA2DS2-VASc|HAS-BLED|Ranson|Child-Pugh|MELD|SOFA|NIHSS|GRACE|TIMI|"
        "HEART|Killip|Framingham|Bishop|Silverman|Thompson|Sarnat|Alvarado|Rockall|Glasgow-Blatchford|"
        "Braden|Waterlow|Barthel|Norton|Kocher|Gleason|Deauville|Ann Arbor|Rutherford|Fontaine|"
        "Hoehn and Yahr|Karnofsky|Kellgren|Tanner|Ballard|Westley|Centor|McIsaac|Cairo-Bishop|Oxford|"
        "Mayo|Lille|Maddrey"
    ),
    "We put in a {} and it went well.": (
        "Foley|Robinson drain|Swan-Ganz|Tenckhoff|Hickman|Sengstaken-Blakemore|Bakri|Mirena|"
        "Kirschner wire|Thomas splint|Seldinger|Tuohy|Yankauer|Guedel|Macintosh blade|Jackson-Pratt|"
        "Ryle's tube|Steinmann pin"
    ),
    "She is on {} 20 mg daily.": (
        "amlodipine|Lipitor|Keppra|Lasix|Zoloft|Humira|Plavix|Eliquis|Sinemet|Madopar|Entresto|Jardiance|"
        "Ozempic|Keytruda|Herceptin|Prograf|Cellcept|Benicar|Lamictal|Seroquel|Abilify|Synthroid|Nexium|"
        "Singulair|Ventolin|Augmentin|Bactrim|Flagyl|Zithromax|Xarelto|Coumadin|Crestor|Diovan|Cozaar|"
        "Norvasc|prednisolone|azathioprine|rituximab|ustekinumab|osimertinib"
    ),
    "Cultures grew {} in two bottles.": (
        "Klebsiella|Pseudomonas|Listeria|Salmonella|Elizabethkingia|Acinetobacter|Candida|Aspergillus|"
        "Nocardia|Brucella|Bartonella|Legionella|Neisseria|Yersinia|Campylobacter|Stenotrophomonas"
    ),
    "As {} showed, it helps.": (
        "PARADIGM-HF|SPRINT|KEYNOTE-522|DAPA-HF|EMPEROR|ARISTOTLE|PROSEVA|ANDROMEDA-SHOCK|RECOVERY|SMART|CLOVERS|STICH"
    ),
}


def test_nearly_all_survive(detector: Detector) -> None:
    said = [(form.format(word), word) for form, words in SENTENCES.items() for word in words.split("|")]
    assert len(said) >= 200
    lost = []
    for text, word in said:
        start = text.index(word)
        spans = detector.detect({"t": text}, Context())["t"]
        if any(s.score >= SURE and s.start < start + len(word) and start < s.end for s in spans):
            lost.append(text)
    assert len(lost) <= len(said) // 100, lost


def test_the_patient_called_like_an_eponym_does_not_hide(detector: Detector) -> None:
    text = "Dr Graves saw a patient named Parkinson with Graves' disease and a Parkinson's tremor."
    spans = [text[s.start : s.end] for s in detector.detect({"t": text}, Context())["t"]]
    assert spans == ["Graves", "Parkinson"]
