"""The registry: every recognizer, chosen. Presidio's own registry loads dozens of little use here, some of them
slow.
"""

from __future__ import annotations

from bot.anonymizer.findings import Recognizer
from bot.anonymizer.recognizers.ages import AgeRecognizer
from bot.anonymizer.recognizers.blocks import AddressBlockRecognizer
from bot.anonymizer.recognizers.contacts import (
    LinkRecognizer,
    MailRecognizer,
    NetworkRecognizer,
    TelephoneRecognizer,
    UsernameRecognizer,
)
from bot.anonymizer.recognizers.dates import CalendarRecognizer
from bot.anonymizer.recognizers.days import NamedDayRecognizer
from bot.anonymizer.recognizers.facilities import FacilityRecognizer, OrganisationRecognizer
from bot.anonymizer.recognizers.fields import FieldRecognizer
from bot.anonymizer.recognizers.headers import RecordNameRecognizer
from bot.anonymizer.recognizers.kindwords import KindWordRecognizer
from bot.anonymizer.recognizers.listed import (
    ListedNameRecognizer,
    ListedPlaceRecognizer,
    ModelRecognizer,
)
from bot.anonymizer.recognizers.names import ContextNameRecognizer
from bot.anonymizer.recognizers.national import NationalIdentifierRecognizer
from bot.anonymizer.recognizers.openers import OpenerRecognizer
from bot.anonymizer.recognizers.places import AddressRecognizer, PlaceRecognizer
from bot.anonymizer.recognizers.records import CodeRecognizer, LabelledNumberRecognizer, VehicleRecognizer
from bot.anonymizer.recognizers.wards import WardRecognizer

ALL: tuple[type[Recognizer], ...] = (
    MailRecognizer,
    LinkRecognizer,
    NetworkRecognizer,
    UsernameRecognizer,
    TelephoneRecognizer,
    CalendarRecognizer,
    NamedDayRecognizer,
    AgeRecognizer,
    NationalIdentifierRecognizer,
    LabelledNumberRecognizer,
    CodeRecognizer,
    VehicleRecognizer,
    ContextNameRecognizer,
    RecordNameRecognizer,
    FieldRecognizer,
    FacilityRecognizer,
    OrganisationRecognizer,
    KindWordRecognizer,
    AddressRecognizer,
    AddressBlockRecognizer,
    PlaceRecognizer,
    WardRecognizer,
    OpenerRecognizer,
    ListedNameRecognizer,
    ListedPlaceRecognizer,
    ModelRecognizer,
)


def registry() -> list[Recognizer]:
    return [recognizer() for recognizer in ALL]
