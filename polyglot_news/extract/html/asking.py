"""How much a line speaks of the page and asks of its reader, in the words that interfaces of many languages use."""

from __future__ import annotations

import re
from functools import lru_cache

from polyglot_news.extract.interface import announced, hinting, pieces_of, points_elsewhere

# Beginnings of words, by language; closed by "." where it is the word.
_BEGINNINGS = """
    abunə bildiriş kanalımız keçid kopyala linki paylaş yüklə tətbiq. tətbiqi. izləyin qeydiyyat reklamsız
    saytımız
    абанір абанем каналу. падпі спампа спасыл рассыл дадатак паведамл каментар падзял
    абонира абонам изтегл кликн нюзлетър приложението коментира регистрира споделете сподели.
    bildirim. comparteix subscriu butlletí descarreg aplicació enllaç canal. registra't notificacions
    odběr novinek. stáhn klikn odkaz. aplikac přihlast zaregistru upozorně přispě komentov předplat sdílejte
    tilmeld abonné nyhedsbrev hent. app. appen. klik. link. linket. kanal. annoncefri notifikation oplysninger.
    newsletter abonnier anmeld registrier herunterlad download klick app. pdf. kanal. push whatsapp werbefrei
    datenschutz kommentar weiterlesen benachrichtig unterstütz spend nutzungs einstellung konto.
    εγγραφ εγγραφείτε συνδρομ κανάλι. newsletter σύνδεσμ λήψη. κατεβάσ εφαρμογ κοινοποι ειδοποιήσ σχολι πατήστε
    κλικ. cookie
    comment. comments. log. follow. journalism. supporting.
    subscri newsletter download click tap. app. apps. pdf. inbox. cookie advertis channel.
    youtube facebook twitter
    whatsapp telegram instagram linkedin tiktok podcast signup login username password javascript browser reload
    copyright donat reproduce permission unsubscrib notification bookmark hashtag webpage website homepage sponsor
    privacy helpful sitemap
    suscri boletín descarg clic. aplicación enlace canal. regístr notificaci dona. donaci correo. cuenta. copiado
    telli uudiskir rakendus laadi. jaga. kanalit. liitu. kommenteeri registreeri
    خبرنامه کانال عضو عضویت دانلود کلیک اپلیکیشن لینک اشتراک نظرات
    tilaa uutiskirj lataa. sovellu jaa. linkki kanava ilmoituks kirjaudu rekisterö kommentoi eväst klikkaa
    abonne infolettr télécharg cliqu appli. application. lien. chaîne. inscri notification partag connecte
    commentair
    réagiss dons. courriel.
    הירשמו הרשמ ניוזלטר הורד לחצו אפליקצ קישור ערוץ התחבר תגובות שתפו עקבו מנוי
    pretplat bilten. preuzm kliknite aplikacij poveznic kanal. prijavite obavijest komentira registrira podijelite
    podeli. podelite obaveštenj
    iratkoz hírlev feliratkoz letölt kattint alkalmazás csatorn értesítés hozzászól regisztrál megoszt támogass
    berlangganan unduh klik. aplikasi tautan saluran. kanal. ikuti. bagikan daftar. notifikasi komentar iklan.
    iscrivi newsletter scaric clicca app. canale. condivi notifich registrat accedi. commenta abbona
    გამოიწერ გააზიარ ჩამოტვირთ დააჭირ აპლიკაცი ბმულ არხს ქუქი უფლება დაცული ვებგვერდ გაწევრიანდ კომენტარ რეკლამ
    арнамыз арнаға жазылы қосымша жүктеп сілтеме бөлісу хабарлама тіркел пікір
    prenumeruok naujienlaišk atsisiųsk spausk. spauskit programėl nuorod kanal registruok komentuo dalink pranešim
    abonē jaunumu lejupielād klikšķin lietotn saite. saiti. kanāl reģistrē komentē dalies. dalieties paziņojum
    прати. претплат преземи сподели. апликаци линк. канал.
    nieuwsbrief abonneer download klik. app. kanaal. meld. aanmeld registreer melding delen. deel. reageer
    inloggen
    zapisz subskryb newsletter pobierz klikn aplikacj kanał link. linku. skopiuj zaloguj zarejestruj powiadomie
    skomentuj
    wesprzyj wpłać udostępn obserwuj
    assine inscrev newsletter baix clique. aplicativo aplicação canal. link. receba compartilh partilh notificaç
    cadastr comente. whatsapp siga.
    aboneaz abona. descărc aplicați canalul. linkul. distribui. distribuie notificăr înregistr comentea urmăriți
    подпи рассыл канал. каналы. канале. скача нажми клик ссылк приложени поделит поделис скопир уведомлен
    комментир
    комментари зарегистрир войдите. авториз телеграм telegram ctrl реклам донат поддержите вконтакте. установите
    přihlás stiahn odber. aplikáci odkaz. upozorneni zdieľa kliknite
    naroč prenesi. kliknite aplikacij povezav obvestil registrir komentira delite.
    претплат билтен. преузм кликните апликациј каналу. канал. подели. поделите коментар регистр обавештењ
    prenumerera nyhetsbrev ladda. klicka app. appen. kanal. länk. länken. notis registrera kommentera uppgifter.
    dela.
    följ. logga.
    abone. bülten indir. indirin tıkla uygulama kanalımız bağlantı. bildirim kayıt. kaydol yorum. yorumla
    reklamsız
    paylaş takip. linki. çerez sitemiz
    підпи розсил канал. каналу. каналі. завантаж натисн посилання. додаток. додатку. сповіщен коментар зареєстр
    поділ
    скопійова підтримайте.
    đăng. ký. ứng. tải. nhấp. kênh. chia. sẻ. bản. tin. bình. luận.
    google соцсет соцмереж присоедин приєднуй последвайте пратите. следите. стежте. читайте.
    пишите. смотрите. відео. видео. поширит síguenos sígueme suivez réseaux. redes. seguir. siga. clique. clica.
    teclea. notícies correu. abonar. dołącz śledź znajdziesz znajomym podziel. sledujte. sdílet. kövess kövessen
    ossza. ismerős ακολουθ google. takip. giriş. üye. üyelik sekite. jälgi. seuraa. følg. følge. følgen logget.
    logg. skrive. theo. dõi. độc. giả. gửi. tòa. soạn. jiunge. kituo. whatsapp dapatkan. update. berita. pilihan.
    baca. gratuitement. alertes. weiterempfehl drucken. bildergalerie verpassen. kostenlos. abonnement. abonelik.
    tilaajille. kirjaudu. medlem. medlemmer. nyheter. nyheder. uutiset. newslettera. alertów. odběru. telegram
    forum. forumi. zapraszamy dyskusji. dyskusję. instagram unmute ticket. pratite. društven. naujienas. підробн
    подробнее. сайті. сайте. сайта. сайт. strona. stronie. stronę. strony. strana. stránky. stránku. stránce.
    stranici. stranicu. sayfa. sayfamız. sayfasın. seite. página. pàgina. pagina. sivu. sida. sidan. siden.
    lehekül oldal. oldalon. puslap lapa. lapu. téma. témat. témou. tématu. prenumerant subscriber. слідкуйте.
    следуйте. naroči. meinung. opinie. opinión. opinião. opinioni. opinia. mening. мнение. думк. vélemény.
    mielipi. clic. clics. galería. galerie. forumda. tıklayın. devamı. ürün. satın. bilet. kvíz. quiz. anket.
    sondage. umfrage. encuesta. sondaggio. опрос. ankieta. poll. koszyk. warenkorb. panier. carrito. carrello.
    корзин
"""
# Anywhere in a line, for scripts whose words carry their articles or are not set apart.
_PIECES = """
    اشترك اشتراك النشرة قناتنا قناة تحميل حمل اضغط انقر التطبيق تطبيق رابط الرابط شارك تابعونا تابعنا سجل تعليق إعلان
    الإشعارات تلغرام تليغرام واتساب فيسبوك تويتر يوتيوب
    تلگرام اینستاگرام توییتر کوکی خبرنامه الارتباط تصفح
    सब्सक्राइब न्यूज़लेटर न्यूजलेटर डाउनलोड क्लिक ऐप चैनल शेयर लिंक फॉलो लॉगिन टिप्पणी विज्ञापन सदस्यता कुकी
    फेसबुक ट्विटर व्हाट्सएप कॉपीराइट सर्वाधिकार
    טלגרם פייסבוק טוויטר וואטסאפ ניוזלטר עוגיות הזכויות
    নিউজলেটার টেলিগ্রাম টুইটার ইমেইল কুকি আরও সাবস্ক্রাইব ডাউনলোড ক্লিক অ্যাপ চ্যানেল শেয়ার লিংক ফেসবুক বিজ্ঞাপন মন্তব্য লাইক পেজে
    订阅 关注 公众号 下载 点击 客户端 链接 分享 转发 扫码 二维码 登录 注册 评论 频道 微信 微博 更多 版权 广告
    訂閱 關注 下載 點擊 連結 分享 掃碼 登入 註冊 評論 頻道 更多 版權 廣告
    購読 登録 ダウンロード クリック アプリ リンク シェア フォロー コメント チャンネル ログイン 会員 広告 記事を
    友だち追加 アカウント 続きを
    구독 다운로드 클릭 링크 공유 팔로우 댓글 채널 로그인 회원 광고 기사를
    คุกกี้ อ่านเพิ่มเติม เฟซบุ๊ก ทวิตเตอร์ ไลน์ สมัคร ติดตาม ดาวน์โหลด คลิก แอป ลิงก์ แชร์ แสดงความคิดเห็น เข้าสู่ระบบ โฆษณา อ่านข่าว
"""
_ADDRESSING = frozenset(
    """
    get go buy save now staff reporting editing coverage correspondents available country address enter problem file
    install earn rewards become visit website problem opens window receive already see view
    continue accept skip content main version original send write contact editor editors terms apply updates alerts
    sign up breaking news social media member members support readers reader watch live read load comment you rate post
    tags tag form below gift subscribers report typo desk wir uns sie lesen seite mehr nachrichten alle lire plus infos
    tous leer más noticias todas ler mais leggi altre notizie tutte lees alle läs alla læs czytaj więcej wiadomości
    číst další zprávy olvasson hírek citește știri прочетете новини читать новости все читайте новини всі διαβάστε νέα
    okumak haberler tüm baca berita lainnya
    our your us this article story page text post here free friends email mail e-mail best most today
    unser unsere unseren unserem unserer ihr ihre ihren dein deine diesen artikel hier kostenlos jetzt
    notre nos votre vos cet cette article ici gratuit nuestro nuestra su sus este artículo aquí gratis
    nosso nossa nossos seu sua este artigo aqui grátis nostro nostra tuo tuoi tua questo articolo qui
    ons onze uw je dit artikel vår våra våre din ditt dina denna artikel vores naszego nasz nasza nas swój twój artykuł
    náš našeho naše článek náš článok nostre naš naši nas vaš vašu članak cikk cikket nostru nostrul articol
    наш наша наше нашего нашу нашем нас ваш ваша ваше вашу статья статью тексте здесь сейчас бесплатно
    наш нашу нашого нас ваш статтю тут безкоштовно μας σας άρθρο εδώ bizi bizim size haber haberi haberleri ücretsiz
    kami anda kamu artikel ini di chúng tôi bạn हमारे हमारी हमें आप ما شما
    """.casefold().split()
)
_STRONG, _PLENTY = 2, 4
_FEW_BELOW, _FEW, _FEW_IN_SENTENCE, _FEW_WEAK = 5, 4, 3, 2
"""What points are multiplied by before they are set against words: below an article, in labels, in sentences, in weaker
sentences."""
_PIECE = 3
"""Letters of a word where words are not set apart."""
STOP = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")
_WORD = re.compile(r"\w+")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
_ADDRESS = re.compile(r"\B@\w+|\w@\w[\w.-]*\.\w\w+")
_SIGN = re.compile(r"[©✓✔→▶►]|^[^«‹]*[»›]$|>>|:\s*\d+$|cookie|javascript|newsletter|куки", re.IGNORECASE)


def _beginning(word: str) -> str:
    return rf"{re.escape(word[:-1])}\Z" if word.endswith(".") else re.escape(word)


_BEGINS = re.compile("|".join(_beginning(word) for word in sorted(set(_BEGINNINGS.casefold().split()))))
_HOLDS = re.compile("|".join(sorted(set(_PIECES.split()), key=len, reverse=True)))


def asks(text: str) -> bool:
    """True where a text says what interfaces say: two words for it, or one in a short text, or mostly weaker ones.

    A label needs fewer of them than a sentence.
    """
    points, strong, size = _points(text)
    sentence = STOP.search(text) is not None
    factor = _FEW_WEAK if sentence and not strong else _FEW_IN_SENTENCE if sentence else _FEW
    return _STRONG * strong >= _PLENTY or (points >= _STRONG and points * factor >= size)


def may_ask(text: str) -> bool:
    """True where a text says some of what interfaces say; enough for one that stands below an article."""
    points, strong, size = _points(text)
    return asks(text) or (strong > 0 and points >= _PLENTY and points * _FEW_BELOW >= size)


@lru_cache(maxsize=4096)
def _points(text: str) -> tuple[int, int, int]:
    """Returns how much a text speaks of the page, by how many strong words, and how many words it has.

    Weaker, by half, are words of interfaces that articles use as well, and those that address the reader.
    """
    folded = text.casefold()
    words = _WORD.findall(folded)
    strong = sum(_BEGINS.match(word) is not None for word in words) + len(_ADDRESS.findall(folded))
    weak = sum(word in hinting() or word in _ADDRESSING for word in set(words) if not _BEGINS.match(word))
    size = len(words)
    if not text.isascii():
        strong += len(_HOLDS.findall(folded))
        weak += len(pieces_of(folded))
        # Signs above and below letters cut what `\\w` takes for a word in the scripts of India.
        size = max(min(size, 2 * len(folded.split())), len(_SPACELESS.findall(folded)) // _PIECE)
    if _SIGN.search(text) or points_elsewhere(folded) or announced(folded):
        strong += _PLENTY
    return _STRONG * strong + weak, strong, size
