"""Names of months, weekdays, festivals and relative days, as clinicians of many countries write them."""

from __future__ import annotations

_ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# name -> number; other languages where they are commonly mixed into English posts; solar Hijri months map to none.
MONTHS: dict[str, int] = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in list(MONTHS.items())} | {"sept": 9}
for _number, _names in enumerate(
    (
        "enero janvier januar gennaio janeiro jänner",
        "febrero février fevrier februar febbraio fevereiro",
        "marzo mars märz maerz março",
        "abril avril aprile",
        "mayo mai maggio maio",
        "junio juin juni giugno junho",
        "julio juillet juli luglio julho",
        "agosto août aout",
        "septiembre septembre settembre setembro",
        "octubre octobre oktober ottobre outubro",
        "noviembre novembre novembro",
        "diciembre décembre decembre dezember dicembre dezembro",
    ),
    1,
):
    MONTHS |= dict.fromkeys(_names.split(), _number)
for _number, _names in enumerate(
    (
        "januari leden styczeń stycznia ocak januarie tammikuu",
        "februari únor luty lutego şubat helmikuu",
        "maart mrt března marca marec mars maaliskuu",
        "duben kwietnia nisan huhtikuu",
        "mei maj května maja mayıs toukokuu",
        "června czerwca haziran kesäkuu",
        "července lipca temmuz heinäkuu",
        "augustus augusti srpna sierpnia ağustos elokuu",
        "září września eylül syyskuu",
        "října października ekim lokakuu okt",
        "listopadu listopada kasım marraskuu",
        "prosince grudnia aralık joulukuu",
    ),
    1,
):
    MONTHS |= dict.fromkeys(_names.split(), _number)
MONTHS |= dict.fromkeys(
    "farvardin ordibehesht khordad mordad shahrivar mehr aban azar bahman esfand muharram rajab shaban shawwal baisakh jestha asar "
    "shrawan bhadra ashwin kartik mangsir poush magh falgun chaitra meskerem tikimt tikemt hidar tahsas yekatit megabit miazia ginbot "
    "sene hamle nehase phalguna phalgun ashadh ashar srabon boishakh".split(),
    0,
)

_WEEKDAY_NAMES = (
    "monday mon lunes lundi montag lunedì segunda-feira",
    "tuesday tues tue martes mardi dienstag martedì terça-feira",
    "wednesday weds wed miércoles miercoles mercredi mittwoch mercoledì quarta-feira",
    "thursday thurs thur thu jueves jeudi donnerstag giovedì quinta-feira",
    "friday fri viernes vendredi freitag venerdì sexta-feira",
    "saturday sat sábado sabado samedi samstag sabato",
    "sunday sun domingo dimanche sonntag domenica",
)
_MORE_WEEKDAYS = (
    "maandag mandag måndag poniedziałek pondělí ponedjeljak pazartesi senin lunes jumatatu somvar maanantai",
    "dinsdag tirsdag tisdag wtorek úterý utorak salı selasa jumanne mangalvar tiistai",
    "woensdag onsdag środa středa srijeda çarşamba rabu jumatano budhvar keskiviikko",
    "donderdag torsdag czwartek čtvrtek četvrtak perşembe kamis alhamisi guruvar torstai",
    "vrijdag fredag piątek pátek petak cuma jumat ijumaa shukrobar shukravar perjantai",
    "zaterdag lørdag lördag sobota subota cumartesi sabtu jumamosi shonibar shanivar lauantai",
    "zondag søndag söndag niedziela neděle nedjelja pazar minggu jumapili robibar ravivar sunnuntai",
)
WEEKDAYS: dict[str, int] = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
WEEKDAYS |= {name: number for number, names in enumerate(_MORE_WEEKDAYS) for name in names.split()}
WEEKDAYS |= {name + "s": number for name, number in WEEKDAYS.items() if name.endswith("day") and name.isascii()}

FESTIVALS = [
    line.strip()
    for line in """
diwali; deepavali; deepawali; dhanteras; bhai dooj; holi; dussehra; dasara; navratri; navaratri; durga puja; durga pujo; kali puja
ganesh chaturthi; janmashtami; raksha bandhan; rakhi; karva chauth; chhath; chhath puja; pongal; onam; ugadi; gudi padwa; bihu; vishu
makar sankranti; sankranti; lohri; baisakhi; vaisakhi; maha shivratri; shivratri; ram navami; guru nanak jayanti; gurpurab; gandhi jayanti
eid; eid al-fitr; eid ul-fitr; eid al fitr; eid ul fitr; eid al-adha; eid ul-adha; eid al adha; bakrid; bakra eid; sallah; big sallah; idi mosi
idi pili; iddi; lebaran; hari raya; hari raya puasa; hari raya haji; tabaski; korité; korite; kurban bayramı; kurban bayrami; ramazan bayramı
ramadan; ramzan; shab-e-barat; shab e barat; laylat al-qadr; mawlid; milad; eid milad; ashura; arbaeen; nowruz; norouz; newroz; yalda; sizdah bedar
christmas; xmas; christmas eve; christmas day; boxing day; new year; new year's; new years; new year's eve; new year's day; nye; hogmanay; epiphany
easter; easter sunday; easter monday; good friday; holy week; palm sunday; maundy thursday; ash wednesday; pentecost; whitsun; whit monday
ascension day; corpus christi; all saints; all saints'; all souls; all souls'; candlemas; michaelmas; advent sunday; orthodox christmas; orthodox easter
semana santa; nochebuena; nochevieja; día de muertos; dia de muertos; dia de los muertos; día de los muertos; reyes; dia de reyes; las posadas
natal; carnaval; carnival; são joão; festa junina; toussaint; pâques; noël; noel; weihnachten; silvester; ostern; pfingsten; fasching; ferragosto
pasqua; pasquetta; capodanno; natale; midsummer; midsommar; santa lucia; sinterklaas; koningsdag; king's day; queen's day; bastille day; oktoberfest
thanksgiving; black friday; halloween; labor day; labour day; memorial day; veterans day; presidents day; mlk day; columbus day; juneteenth
independence day; republic day; heroes' day; heroes day; freedom day; heritage day; youth day; women's day; workers' day; may day; democracy day
fourth of july; 4th of july; july 4th; super bowl sunday; canada day; victoria day; boxing day; anzac day; australia day; waitangi day; matariki
melbourne cup day; bank holiday; august bank holiday; bonfire night; guy fawkes; guy fawkes night; burns night; st andrew's day; st david's day
st george's day; st patrick's day; st patricks day; saint patrick's day; paddy's day; paddys day; st stephen's day; st brigid's day; bloomsday; twelfth
mother's day; mothers day; mothering sunday; father's day; fathers day; valentine's; valentine's day; valentines day; pancake day; shrove tuesday
lunar new year; chinese new year; cny; spring festival; lantern festival; qingming; dragon boat festival; mid-autumn festival; mid-autumn; singles day
golden week; obon; tết; tet holiday; tet nguyen dan; chuseok; seollal; songkran; loy krathong; vesak; wesak; poya; losar; thingyan; dashain; tihar
bisket jatra; nyepi; galungan; pohela boishakh; pahela baishakh; bijoya; jamhuri day; mashujaa day; madaraka day; saba saba; nane nane; uhuru day
timkat; meskel; enkutatash; genna; hanukkah; chanukah; passover; pesach; rosh hashanah; yom kippur; sukkot; purim; shavuot; lag baomer; kwanzaa
children's day; teachers' day; teacher's day; doctors' day; army day; navy day; constitution day; unity day; revolution day; rosenmontag; karneval; faschingsdienstag
jaanipäev; jaanipaev; juhannus; vappu; valborg; sankthans; são joão; dia de são joão; corpus cristi; gawai; hari gawai; kaamatan; glasgow fair; glasgow fair monday
sunday in lent; advent; lent; fiestas patrias; dieciocho; día de reyes; feria; san fermín; fallas; la mercè; diada; holi night; karam; sarhul; hornbill; lui ngai ni
ugadi; mahashivratri; vasant panchami; saraswati puja; rath yatra; teej; muharram; bonalu; bathukamma; thaipusam; deepavali eve; merdeka day; mardi gras
""".replace("\n", ";").split(";")
    if line.strip()
]

# 'sure' is replaced; 'unsure' (in half of the cases only a manner of speaking) is asked about.
DAY_WORDS = {
    "sure": [
        line.strip()
        for line in """
yesterday; y'day; yday; ytd; ystrday; yest; tonight; 2nite; 2night; tomorrow; tmr; tmrw; tomoz; 2moro; 2morrow; tomorow; tonite; 2day
yesterday morning; yesterday afternoon; yesterday evening; yesterday night; day before yesterday; the day before yesterday
day after tomorrow; the day after tomorrow; tomorrow morning; tomorrow am; tomorrow pm; tmr am; tmr pm; tomorrow night; this morning; this am
this afternoon; this evening; this pm; last night; last nite; last weekend; this weekend; next weekend; over the weekend; at the weekend
last week; next week; earlier this week; later this week; this week; week before last; the week before last; early this morning
late last night; overnight last night; a week on monday; this lunchtime
ayer; anteayer; anoche; mañana; ontem; anteontem; amanhã; hoje; hoy; gestern; vorgestern; heute; hier; avant-hier; demain; aujourd'hui
ieri; oggi; domani; esta mañana; ce matin; heute morgen; gestern abend; hier soir; stamattina; ieri sera; esta noche; hoje de manhã
bukas; kahapon; kemarin; besok; semalam; kelmarin; gisteren; vandaag; morgenochtend; idag; igår; imorgen; wczoraj; dzisiaj; dziś; jutro
dün; bugün; yarın; inanahi; kagabi; kanina; cette nuit; i morgen; i går; i dag; i natt; kal raat; aaj subah; aaj raat; kal subah
heute nacht; morgen früh; jutro rano; hari ini; tadi malam; tadi pagi; madaling araw; bu sabah; dün gece; parso
""".replace("\n", ";").split(";")
        if line.strip()
    ],
    "unsure": [
        line.strip()
        for line in """
today; leo; jana; kesho; kal; aaj; morgen; last month; this month; next month; last summer; last winter; last spring; last autumn
last fall; this summer; this winter; this spring; this autumn; this fall; next summer; next spring; next winter; next autumn
earlier today; later today; over christmas; month end; early this month; late last month; earlier this month; later this month
the other day; the other night; month before last
""".replace("\n", ";").split(";")
        if line.strip()
    ],
}
