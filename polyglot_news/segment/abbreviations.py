"""What a full stop means in each language: abbreviations, ordinals, and the words sentences start with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from polyglot_news.languages import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a language uses the full stop inside a sentence.

    ``titles`` always go on (``Mr. Smith``); ``abbreviations`` go on unless one of ``starters`` follows (``Inc. The``);
    with ``ordinals`` a number before a stop is one (``29. September``).
    """

    titles: frozenset[str]
    abbreviations: frozenset[str]
    starters: frozenset[str]
    ordinals: bool


_TITLES = {
    "": "mr mrs ms dr drs prof st vs no nos vol fig gen col lt sgt capt cpl rev hon sen rep gov pres cf nr art",
    "en": "maj cmdr supt det insp adm messrs mme mlle ft mt pvt pfc brig sens reps gov atty v ald",
    "de": "hr fr frl dipl ing bzw ca vgl nr str abs bd z.b d.h u.a o.ä s.o u.u i.d.r sog evtl ggf geb gest inkl mind "
    "max zzgl abzgl v.a st hl jr",
    "fr": "m mm mme mlle mgr me dr ste éd env p pp vol n°",
    "es": "sr sra srta sres d da dña dr dra ud uds ee prof lic ing gral cap núm pág av avda art",
    "pt": "sr sra srta srs dr dra d dom prof profa eng gen cap núm pág av art exmo exma",
    "it": "sig sigg dott prof ing avv on geom arch rag mons pag art ecc",
    "nl": "dhr mevr mw dr ir ing mr drs prof jhr bijv o.a d.w.z m.b.t t.o.v ca nr",
    "sv": "kl nr ca bl.a t.ex d.v.s",
    "no": "kl nr ca bl.a f.eks",
    "da": "kl nr ca bl.a f.eks",
    "ru": "г гг им ул пр просп пл д корп стр кв тов проф акад ген см напр т.е т.н рис табл ст п пп обл р-н пос с дж",
    "uk": "м ім вул пр просп пл буд стор див напр проф акад ген рис табл ст п пп обл р-н тов с св",
    "be": "г ім вул пр праф акад ген гл ст п",
    "bg": "г гр ул бул проф д-р инж ген см чл ал стр напр св",
    "az": "prof akad dos küç pr məs bax səh ş r d",
    "tr": "dr prof doç av sn bkz örn müh alb yrd cad sok mah no s vb op",
    "hy": "պ գ ք փ տ պրոֆ սեն տիկ հ նկ",
    "ka": "ბ ქ პროფ აკად გენ ე.წ ე.ი იხ მაგ",
    "pl": "dr prof inż mgr hab ks św płk gen ppłk kpt por np tzn tzw ul al pl pt m.in woj im wg nr",
    "cs": "mgr ing dr prof doc gen plk mudr judr např tzv tj č str sv",
    "hi": "डॉ श्री प्रो पं सं मि सेन रेप गव",
    "ar": "د أ م",
    "el": "κ κα κος δρ καθ π.χ δηλ βλ αρ",
}
_ABBREVIATIONS = {
    "": "etc inc ltd co corp jr sr jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m",
    "en": "bros dept univ ave blvd rd est approx mon tue wed thu fri sat sun u.s u.k u.n d.c ph.d calif mass conn penn "
    "fla minn mo wis ariz ala ark colo ill ind kan mich miss okla ore tenn va vt wash tex ga n.y n.j l.a",
    "de": "usw u.s.w etc mio mrd tsd jh jhd jan febr aug sept okt nov dez mo di mi do fr sa so",
    "fr": "etc av apr j.-c boul",
    "es": "etc ee.uu a.c d.c a.m p.m vd vds cía s.a",
    "pt": "etc a.c d.c s.a ltda cia",
    "ru": "др пр тыс млн млрд трлн л кг км м см мм н.э т.д т.п в вв",
    "uk": "ін тис млн млрд трлн р рр ст т.д т.п кг км н.е",
    "be": "тыс млн млрд і інш г.д",
    "az": "və s mln mlrd min man",
    "tr": "vs vb m.ö m.s yy",
    "hy": "թ թթ դ հազ մլն մլրդ",
    "ka": "წ სს ათ მლნ მლრდ ა.შ",
}
_STARTERS = {
    "en": "the a an he she it they we i you in on at by for from to as but and or so if when while after before this "
    "that these those there his her its their our my what who where why how not no yes everyone everybody everything "
    "nobody nothing all some many most several both each another others however then now here also only even still "
    "since until once during with without under today yesterday tomorrow later meanwhile",
    "de": "der die das ein eine er sie es wir ich ihr in im am an auf bei mit nach von zu für aber und oder wenn als "
    "dass dies diese dieser so auch doch man",
    "es": "el la los las un una en de a por para con pero y o si cuando como según este esta esto su sus no se es lo",
    "pt": "o a os as um uma em no na de do da por para com mas e ou se quando como este esta isso seu sua não ele ela",
    "fr": "le la les un une des il elle ils elles on nous vous je en dans à au aux par pour avec mais et ou si quand "
    "ce cette ces son sa ses leur ne c'est",
    "ru": "в во на и а но он она оно они мы я это этот эта эти по из за с со к у о об от до для при что как когда "
    "если не его её их также однако все всё всего тогда там тут здесь потом после сейчас теперь сегодня вчера завтра "
    "затем поэтому кроме между под над без во-первых никто ничего многие некоторые каждый другие такие так ещё уже",
    "uk": "у в на і й та а але він вона воно вони ми я це цей ця ці за з із зі до для при що як коли якщо не його її "
    "їх також однак усі всі все тоді там тут потім після зараз тепер сьогодні вчора завтра тому крім між під над без "
    "ніхто нічого багато деякі кожен інші такі так ще вже",
    "az": "bu o bir və amma lakin onun onlar biz mən hər daha isə",
    "tr": "bu o bir ve ama ancak onun onlar biz ben her daha ise",
}
_ORDINALS = frozenset("de da no fi et lv cs sk sl hr sr bs hu tr pl is".split())


@cache
def habits_of(language: str) -> Habits:
    """Returns the habits of a language (BCP-47), those common to all for an unknown one."""
    language = primary(language)

    return Habits(
        titles=_words(_TITLES, language),
        abbreviations=_words(_ABBREVIATIONS, language),
        starters=frozenset(_STARTERS.get(language, " ".join(_STARTERS.values())).split()),
        ordinals=language in _ORDINALS,
    )


def _words(table: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(f"{table['']} {table.get(language, '')}".split())
