"""Places and institutions that stand behind the word for what they are, in the languages that are mixed into posts:
'aldea Chuatuj', 'klinik kesihatan Rantau Panjang', 'école Jules-Vallès', 'marché Saint-Maur'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.recognizers.phrases import _CAP, _LINK, _medical_phrase
from bot.review import Kind

# Words of English medicine and everyday English are left out ('clinic', 'lit', 'bar'): other rules read those.
_PLACES = (
    "aldea|caserío|poblado|pueblo|vereda|barrio|colonia|mercado|playa|finca|ejido|parroquia|corregimiento|ranchería|"
    "bairro|favela|morro|vila|aldeia|sítio|fazenda|praia|comunidade|quilombo|"
    "village de|hameau|quartier|plage|marché|commune de|arrondissement de|lieu-dit|bidonville|"
    "frazione|borgo|rione|quartiere|contrada|località|mercato|"
    "dorf|gemeinde|ortsteil|gehöft|wijk|gehucht|dorp|"
    "kampung|kampong|kg|desa|dusun|kelurahan|kecamatan|kabupaten|pasar|taman|felda|ladang|pulau|gampong|nagari|"
    "barangay|brgy|sitio|purok|baryo|"
    "kijiji cha|mtaa wa|kata ya|wilaya ya|soko la|kisiwa cha|mji wa|"
    "xã|huyện|phường|thôn|ấp|thị trấn|thị xã|tỉnh|chợ|"
    "gaon|gram|mouza|mohalla|basti|tola|gali|chak|goth|killi|mauza|union|upazila|thana|tehsil|taluka|"
    "wieś|gmina|osada|obec|osada|selo|satul|comuna|comună|sat|köy|mahalle|"
    "село|деревня|посёлок|поселок|станица|хутор|аул|селище|місто|город|с\\.|г\\.|пос\\.|м\\.|χωριό"
)
_INSTITUTIONS = (
    "asilo|escuela|colegio|liceo|instituto|iglesia|fábrica|panadería|farmacia|residencia|geriátrico|cesfam|posta|"
    "obra social|mutualidad|taller|maquila|ingenio|clínica|sanatorio|consultorio|policlínico|centro de salud|"
    "lar|escola|colégio|creche|igreja|padaria|farmácia|posto|usina|academia|oficina|ubs|upa|"
    "école|ecole|collège|lycée|ferme|usine|boulangerie|pharmacie|clinique|maison de retraite|résidence|ehpad|ssr|"
    "église|paroisse|chantiers?(?: navals?)?|charbonnages?|mutuelle|polyclinique|dispensaire|hôpital|hopital|"
    "scuola|asilo nido|casa di riposo|clinica|parrocchia|azienda|ditta|trattoria|cascina|ambulatorio|rsa|"
    "grundschule|realschule|gymnasium|kita|pflegeheim|altenheim|altersheim|seniorenheim|praxis|firma|bäckerei|gasthof|"
    "apotheke|spital|klinik|krankenhaus|reha-?klinik|"
    "praktijk|basisschool|verpleeghuis|zorgcentrum|bakkerij|huize|ziekenhuis|woonzorgcentrum|"
    "klinik kesihatan|klinik desa|klinik|puskesmas|posyandu|rumah sakit|rsud|rsup|rs|pabrik|sekolah|pesantren|masjid|"
    "madrasah|pejabat|kilang|toko|warung|"
    "shule ya|hospitali ya|zahanati ya|kituo cha afya|kanisa la|msikiti wa|kiwanda cha|"
    "bệnh viện|bv|trường|công ty|nhà máy|trạm y tế|phòng khám|"
    "szkoła|przychodnia|dom opieki|zakład|tartak|kopalnia|szpital|škola|domov|nemocnice|"
    "poliklinika|bolnica|dom zdravlja|"
    "vårdcentral(?:en)?|äldreboende|skolan|sykehjem(?:met)?|skole|plejehjem(?:met)?|gård(?:en)?|"
    "pharmacie|kura|marae|whare|pa|"
    "больница|школа|завод|шахта|поликлиника|лікарня|σχολείο|νοσοκομείο"
)
_BEHIND = (
    rf"(?:(?:{_LINK}|cu|của|kwa|ng|sa) ){{0,2}}[\"“'«]?{_CAP}(?: (?:{_LINK} ){{0,2}}{_CAP}){{0,4}}"
    r"(?: (?:n[º°] ?)?\d{1,3}\b)?"
)
_NAMED_PLACE = re.compile(rf"(?<![\w@'/-])(?<!\d )((?i:{_PLACES})\.? {_BEHIND})")
_NAMED_INSTITUTION = re.compile(rf"(?<![\w@'-])((?i:{_INSTITUTIONS})\.? {_BEHIND})")


class KindWordRecognizer(Recognizer):
    kinds = (Kind.LOCATION, Kind.ORGANISATION)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, kind in ((_NAMED_PLACE, Kind.LOCATION), (_NAMED_INSTITUTION, Kind.ORGANISATION)):
            for start, end, match in matches(pattern, reading.text, 1):
                name = match.group(1).split(" ", 1)[1]
                proper = re.sub(r"^(?:[^\W\d_A-Z][^\W\d_]* )+", "", name)
                if not _medical_phrase(proper) and not veto.region(proper) and not proper.isupper():
                    yield self.found(start, end, kind, 0.78 if match.group(1)[0].islower() else 0.6)
