"""The demo's community: who is in it, its channels, and cases to paste. Every person and number here is invented."""

from __future__ import annotations

from dataclasses import dataclass

from bot import entrance
from bot.model import Person, Role
from bot.store.base import Scope
from bot.store.unit import Unit

COMMUNITY = "Curbside demo"

PEOPLE: tuple[tuple[str, Role, tuple[str, ...]], ...] = (
    ("Dr Amara Osei", Role.MEMBER, ("family medicine",)),
    ("Dr Lena Fischer", Role.MEMBER, ("cardiology",)),
    ("Dr Ravi Menon", Role.MEMBER, ("nephrology", "internal medicine")),
    ("Dr Sofia Marin", Role.MEMBER, ("paediatrics", "neonatology")),
    ("Dr Tom Beck", Role.MEMBER, ("emergency medicine", "toxicology")),
    ("Dr Aisha Karim", Role.MEMBER, ("infectious diseases", "tropical medicine")),
    ("Dr Noor Haddad", Role.MODERATOR, ("oncology",)),
    ("Dr Kim Larsen", Role.ADMINISTRATOR, ()),
)

BOARD = ("Dr Amara Osei", "Dr Noor Haddad", "Dr Kim Larsen")  # who is in the closed channel


@dataclass(frozen=True, slots=True)
class Sample:
    """A case as a doctor might paste it: still with the patient in it."""

    title: str  # a message id
    text: str
    intervention: str
    outcome: str


def seed(unit: Unit) -> tuple[int, Person]:
    """The demo's community and the member one acts as first; made at the first start, found after that."""
    known = next((c for c in unit.directory.communities() if c.name == COMMUNITY), None)
    if known is not None:
        there = unit.elsewhere(Scope(known.id))
        return known.id, there.members.everyone()[0]
    community = unit.directory.found(COMMUNITY).id
    here = unit.elsewhere(Scope(community))
    entrance.begin(here)
    space = here.directory.space("local", f"community-{community}")
    if space is None:
        raise LookupError("a new community has a local space")
    here.spaces.add_channel(space, "children", "children")
    board = here.spaces.add_channel(space, "tumour-board", "tumour board", closed=True)
    people = [_join(here, *person) for person in PEOPLE]
    for person in people:
        if person.handle in BOARD:
            here.spaces.add_to_channel(board, person)
    # She has posted before, so her consent of then is the default now.
    unit.elsewhere(Scope(community, people[0])).members.remember_consent("spoken, this community")
    return community, people[0]


def _join(unit: Unit, handle: str, role: Role, specialties: tuple[str, ...]) -> Person:
    person = unit.members.join(handle, role)
    unit.members.set_specialties(person, specialties)
    return unit.members.get(person.ref)


CASES = (
    Sample(
        "Cardiology: chest pain in a district hospital",
        "Mrs. Margaret Whitcombe, 64F, retired teacher from Ashbourne, MRN 4471093, came to St. Brannock's Hospital on"
        " 12 March 2026 with two hours of central chest pain. ECG: ST depression in V4 to V6, troponin 0.42 then 1.9"
        " ng/mL. BP 152/88, HR 94. Known type 2 diabetes, eGFR 38. Given aspirin 300 mg, clopidogrel 300 mg and"
        " enoxaparin 1 mg/kg. Her son Daniel can be reached on 07700 900482. The nearest cath lab is four hours by"
        " road. On 14 March she had another episode, settled with GTN.\n\n"
        "Would you transfer her now, or treat medically and image later?",
        "Transfer for angiography within 24 hours",
        "No further infarct, and kidneys that still work",
    ),
    Sample(
        "Nephrology: rising creatinine after a new tablet",
        "Pt Joao Carvalho (DOB 03/07/1958), seen at Clinica Boa Vista on 2 Feb 2026. Hypertension for 12 years, started"
        " on ramipril 5 mg three weeks ago by Dr. Helena Prates. Creatinine 96 before, 151 now; K 5.6. No oedema, urine"
        " dipstick clean, BP 134/80. Takes ibuprofen for his knee. joao.carvalho58@example.com for results."
        " Ultrasound is only available in the city.\n\nIs it enough to stop both drugs and repeat in a week?",
        "Stop ramipril and ibuprofen, repeat in 7 days",
        "Creatinine back to baseline without a referral",
    ),
    Sample(
        "Paediatrics: fever and a rash in a village clinic",
        "Baby Kiran, son of Mrs Sunita Rao, 14 months, 9.2 kg, from Devapura village, brought by his grandmother this"
        " morning. Fever for 5 days up to 39.8, red eyes without pus, cracked lips, rash on the trunk, swollen hands."
        " One cervical node of 1.5 cm. CRP 88, platelets 510, ALT 74. Vaccinated. Aadhaar 2345 6789 0124 on the card."
        " Immunoglobulin is not stocked at the district hospital; echo on Fridays only.\n\n"
        "Would you start aspirin here while we arrange the transfer?",
        "Aspirin now, immunoglobulin after transfer",
        "Normal coronary arteries",
    ),
    Sample(
        "Emergency: a swallowed tablet strip",
        "17M, Tyler B., year 12 at Northfield High School, walked in last Tuesday 40 minutes after taking about 16 g of"
        " paracetamol (58 kg). NHS 943 476 5919. Level at 4 h 118 mg/L. Vomited twice, no jaundice, INR 1.0, ALT 22,"
        " lactate 1.1. His mother, Karen, left her number: +44 7700 900118. Acetylcysteine running.\n\n"
        "Stop after the 12-hour regimen, or go on to 21 hours?",
        "Stop at 12 hours when ALT and INR stay normal",
        "A safe, earlier discharge to the crisis team",
    ),
    Sample(
        "Infectious diseases: fever after a wedding",
        "34F nurse, Grace Mwangi, back on 5 January 2026 from her sister's wedding in Kisumu, where she slept without a"
        " net. Fever since 9 January, rigors, headache, no rash. Hb 10.1, platelets 68, bilirubin 2.4 mg/dL, RDT"
        " positive for P. falciparum, parasitaemia 3%. G2P1 at 22 weeks. Works on Ward 7B at Lakeside Mission Hospital,"
        " staff ID LMH-20714. We have artemether-lumefantrine and IV artesunate.\n\n"
        "Is oral treatment good enough at this parasitaemia in pregnancy?",
        "IV artesunate for 24 hours, then oral",
        "Mother and baby well, no relapse",
    ),
    Sample(
        "Oncology: a node that came back",
        "Mr Ahmed El-Sayed, 71 M, former dock worker, record no. ONC/2019/0388, treated in 2019 for DLBCL stage II"
        " (R-CHOP x 6, complete remission; Prof. Whitlock at the Meridian Cancer Centre). Since late November a 2.5 cm"
        " inguinal node, weight stable, LDH 260, no B symptoms. Ejection fraction 48%. He lives alone at 14 Quarry Lane"
        " and asks for as few visits as possible.\n\nBiopsy first, or PET first when it is two hours away?",
        "Excision biopsy here, PET only if it is lymphoma",
        "A diagnosis within two weeks",
    ),
)
