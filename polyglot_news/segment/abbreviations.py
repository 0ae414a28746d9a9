"""What a full stop means in each language: abbreviations, ordinals, and the words sentences start with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from polyglot_news.languages import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a language uses the full stop inside a sentence.

    ``titles`` always go on (``Mr. Smith``), ``counters`` before a number (``No. 5``); ``abbreviations`` go on unless
    one of ``starters`` follows (``Inc. The``); with ``ordinals`` a number before a stop is one (``29. September``).
    """

    titles: frozenset[str]
    counters: frozenset[str]
    abbreviations: frozenset[str]
    starters: frozenset[str]
    ordinals: bool


# A key names the languages that share a line; "*" is every language.
_TITLES = {
    "*": "mr mrs ms dr drs prof st vs cf",
    "en": "gen col lt sgt capt cpl rev hon sen rep gov pres maj cmdr supt det insp adm messrs mme mlle ft mt pvt pfc "
    "brig sens reps atty v ald",
    "de": "hr fr frl fa dipl ing bzw ca vgl str abs bd z.b d.h u.a o.ä s.o u.u i.d.r sog evtl ggf geb gest inkl mind "
    "max zzgl abzgl v.a hl",
    "fr": "m mm mme mlle mgr me ste gén éd env p pp n°",
    "es": "sr sra srta sres d da dña dra ud uds ee lic ing gral cap núm pág av avda",
    "ca": "sr sra srta srs dra sta mn gral av avda núm pàg pàgs",
    "pt": "sr sra srta srs dra d dom profa eng gen cap núm pág av exmo exma",
    "it": "sig sigg dott ing avv on gen geom arch rag mons pag ecc",
    "ro": "dl dna d-na d-ra ing av acad conf lt col sf str bd bdul bl sc jud pag alin ex tel",
    "nl": "dhr mevr mw ir ing jhr bijv o.a d.w.z m.b.t t.o.v ca",
    "sv": "kl ca bl.a t.ex d.v.s",
    "da no": "kl ca bl.a f.eks",
    "fi": "esim ks vrt ts mm mt maist toht ins tri ns nk klo puh synt huom",
    "et": "hr pr prl mag ins nn nt s.o s.t vt vrd lk tel u",
    "lv": "kgs kdze doc inž mag sv ģen plkv piem t.i t.s skat sal plkst tālr",
    "lt": "gerb doc inž kun šv vysk gen plk mjr kpt ltn pvz t.y vad žr plg tel str psl gim",
    "ru": "г гг им ул пр просп пл д корп стр кв тов проф акад ген см напр т.е т.н рис табл ст п пп обл р-н пос с дж",
    "uk": "м ім вул пр просп пл буд стор див напр проф акад ген рис табл ст п пп обл р-н тов с св",
    "be": "г ім вул пр праф акад ген гл ст п",
    "bg": "г гр ул бул жк проф доц акад д-р инж ген полк кап о.з см вж напр т.нар т.е чл ал стр тел св",
    "pl": "inż mgr hab ks św płk gen ppłk kpt por np tzn tzw ul al pl pt m.in woj im wg godz tel",
    "cs": "mgr ing doc gen plk mudr judr např tzv tj č str sv",
    "sk": "mgr ing doc bc mudr judr phdr paeddr mvdr plk kpt sv ul nám č čl písm napr tzv tj t.j t.z resp porov tel",
    "sl": "gdč mag doc inž akad sv ul št čl npr tj t.j t.i oz prim tel",
    "hr sr bs": "gđa gđica gosp mag ing inž doc akad sv ul br čl str npr tzv tj odn usp tel",
    "sr": "гђа г-ђа г-дин проф др доц инж акад ген св ул бр чл стр нпр тзв тј одн упор тел",
    "hu": "ifj id özv szt ún pl kb ill vö ld kr tel",
    "tr": "doç av sn bkz örn müh alb yrd cad sok mah s vb op",
    "az": "akad dos küç pr məs bax səh ş r d",
    "hy": "պ գ ք փ տ պրոֆ սեն տիկ հ նկ",
    "ka": "ბ ქ პროფ აკად გენ ე.წ ე.ი იხ მაგ",
    "hi": "डॉ श्री प्रो पं सं मि सेन रेप गव",
    "ar": "د أ م",
    "fa": "ر.ک رک صص",
    "el": "κ κα κος δρ καθ π.χ δηλ βλ αρ",
    "vi": "ts ths th.s gs pgs bs ks ths.bs gs.ts pgs.ts tp tx đt",
}
_COUNTERS = {
    "*": "no nos nr vol fig art",
    "fi": "nro s",
    "hu": "sz",
}
_ABBREVIATIONS = {
    "*": "etc inc ltd co corp jr sr jan feb febr mar apr jun jul aug sep sept oct okt nov dec a.m p.m",
    "en": "bros dept univ ave blvd rd est approx mon tue wed thu fri sat sun u.s u.k u.n d.c ph.d calif mass conn penn "
    "fla minn mo wis ariz ala ark colo ill ind kan mich miss okla ore tenn va vt wash tex ga n.y n.j l.a",
    "de": "usw u.s.w mio mrd tsd jh jhd dez mo di mi do sa so gen",
    "fr": "av j.-c boul",
    "es": "ee.uu a.c d.c vd vds cía s.a",
    "ca": "ee.uu a.c d.c cia s.a",
    "pt": "a.c d.c s.a ltda cia",
    "ro": "ș.a ş.a ș.a.m.d ş.a.m.d ian iul mil mld dvs d.hr î.hr e.n î.e.n",
    "da no": "osv m.m m.fl mio mia mrd mill",
    "fi": "jne yms tms ym ao milj mrd e.kr j.kr eaa jaa",
    "et": "jne jms jm jt vms tuh mln mld e.kr p.kr e.m.a m.a.j",
    "lv": "u.c utt utml u.tml tūkst milj mljrd m.ē p.m.ē",
    "lt": "kt pan t.t m d val min tūkst mln mlrd proc pr.kr a.s r raj sav apskr",
    "ru": "др тыс млн млрд трлн л кг км м мм н.э т.д т.п в вв",
    "uk": "ін тис млн млрд трлн р рр т.д т.п кг км н.е",
    "be": "тыс млн млрд і інш г.д",
    "bg": "др пр т.н хил млн млрд лв н.е пр.н.е",
    "pl": "itd itp tys",
    "cs": "atd apod tis mil mld kč",
    "sk": "atď apod pod tis mil mld máj jún júl",
    "sl": "itd ipd idr tis mio mlrd n.št pr.n.št",
    "hr sr bs": "itd sl god tis mil mlrd n.e p.n.e pr.kr",
    "sr": "итд сл год хиљ мил млрд н.е п.н.е",
    "hu": "stb kft zrt nyrt bt mrd márc ápr máj jún júl szept i.e i.sz kr.e kr.u",
    "tr": "m.ö m.s yy",
    "az": "və s mln mlrd min man",
    "hy": "թ թթ դ հազ մլն մլրդ",
    "ka": "წ სს ათ მლნ მლრდ ა.შ",
    "fa": "ق.م ه.ش ه.ق",
    "ur": "اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو ایکس وائی زیڈ",
    "he": "ת.ד ת.ז נ.ב ח.פ",
    "vi": "v.v",
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
    "ca": "el la els les un una en de a per amb però i o si quan com segons aquest aquesta això no és",
    "ro": "el ea ei ele un o în la de pe cu din pentru dar și iar sau dacă când după acest această aceasta acesta nu "
    "se ce cum este eu noi",
    "fr": "le la les un une des il elle ils elles on nous vous je en dans à au aux par pour avec mais et ou si quand "
    "ce cette ces son sa ses leur ne c'est",
    "ru": "в во на и а но он она оно они мы я это этот эта эти по из за с со к у о об от до для при что как когда "
    "если не его её их также однако все всё всего тогда там тут здесь потом после сейчас теперь сегодня вчера завтра "
    "затем поэтому кроме между под над без во-первых никто ничего многие некоторые каждый другие такие так ещё уже",
    "uk": "у в на і й та а але він вона воно вони ми я це цей ця ці за з із зі до для при що як коли якщо не його її "
    "їх також однак усі всі все тоді там тут потім після зараз тепер сьогодні вчора завтра тому крім між під над без "
    "ніхто нічого багато деякі кожен інші такі так ще вже проте звісно можливо добре",
    "bg": "в във на и а но той тя то те ние аз това този тази тези по от за с със към до при че как когато ако не също "
    "обаче всички тогава там тук след сега днес вчера утре",
    "pl": "w we na i a ale on ona ono oni one my ja to ten ta te po za z ze o od do przy że jak gdy jeśli nie jest są "
    "jednak także też tylko potem teraz dziś wczoraj jutro według zdaniem",
    "cs": "v ve na a ale on ona ono oni my já to ten ta tyto tento tato po za z ze s k o od do při že jak když pokud "
    "není je jsou však také pak teď dnes včera zítra podle",
    "sk": "v vo na a ale on ona ono oni my ja to ten tá tieto tento táto po zo za s so k ku o od do pri že ako keď "
    "ak nie je sú však potom teraz dnes včera zajtra podľa",
    "sl": "v na in a ali on ona ono oni mi jaz to ta te po iz za s z k o od do pri da ko če ne je so se pa vendar "
    "potem zdaj danes včeraj jutri",
    "hr sr bs": "u na i a ali on ona ono oni mi ja to taj ta ovo ovaj ova po iz za s sa k o od do pri da kao kad kada "
    "ako ne je su se međutim zatim potom sada danas jučer juče sutra",
    "sr": "у на и а али он она оно они ми ја то тај та ово овај ова по из за с са о од до при да као кад када ако не "
    "је су се међутим затим потом сада данас јуче сутра",
    "hu": "a az egy ő ők mi én ez és de ha hogy mert nem is már csak még itt ott most ma tegnap holnap ezért azonban "
    "így majd aztán",
    "fi": "hän he se ne me minä tämä nämä ja mutta jos kun että ei on myös nyt tänään eilen huomenna sitten siksi",
    "et": "ta tema nad nemad see need me ma mina ja aga kui et ei on ka siis nüüd täna eile homme seejärel",
    "lv": "viņš viņa viņi viņas tas tā tie mēs es un bet ja kad ka ne ir arī tad tagad šodien vakar rīt tomēr tāpēc no "
    "uz ar par pēc",
    "lt": "jis ji jie jos tai mes aš ir bet jei jeigu kai kad ne yra taip pat tada dabar šiandien vakar rytoj tačiau "
    "todėl iš į su nuo po per už",
    "fa": "این آن او آنها ما من و اما ولی در به با از که اگر نه هم سپس اکنون امروز دیروز فردا",
    "he": "הוא היא הם הן זה זאת אני אנחנו אבל אך גם כי אם לא יש אין על של את עם היום אתמול מחר",
    "vi": "ông bà anh chị họ tôi nó đây đó và nhưng nếu khi vì để không cũng sau trước hôm trong tại theo",
    "az": "bu o bir və amma lakin onun onlar biz mən hər daha isə",
    "tr": "bu o bir ve ama ancak onun onlar biz ben her daha ise",
}
_ORDINALS = frozenset("de da no fi et lv cs sk sl hr sr bs hu tr pl is".split())


@cache
def habits_of(language: str) -> Habits:
    """Returns the habits of a language (BCP-47); one without titles of its own borrows those of English."""
    language = primary(language)
    return Habits(
        titles=_words(_TITLES, "*") | (_words(_TITLES, language) or _words(_TITLES, "en")),
        counters=_words(_COUNTERS, "*") | _words(_COUNTERS, language),
        abbreviations=_words(_ABBREVIATIONS, "*") | _words(_ABBREVIATIONS, language),
        starters=_words(_STARTERS, language) or frozenset(" ".join(_STARTERS.values()).split()),
        ordinals=language in _ORDINALS,
    )


def _words(table: dict[str, str], language: str) -> frozenset[str]:
    lines = (line for languages, line in table.items() if language in languages.split())
    return frozenset(" ".join(lines).split())
