"""The words of page interfaces in many languages, by what they announce; a closed list, short on purpose."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from polyglot_news.extract.characters import word_marks_of
from polyglot_news.extract.folding import Folded
from polyglot_news.extract.openings import Openings
from polyglot_news.extract.reasons import Reason

_WORDS = {
    Reason.SHARE: """
        share sharing shares tweet retweet facebook twitter whatsapp telegram instagram youtube linkedin
        pinterest
        reddit tiktok viber vkontakte snapchat xing flipboard threads bluesky mastodon messenger weibo
        rss print email
        teilen teile drucken merken partager imprimer partagez compartir comparte imprimir compartilhar
        compartilhe
        partilhar condividi condividere stampa delen deel afdrukken dela skriv del udskriv tulosta jaa
        udostępnij
        podziel drukuj sdílet sdílej tisk zdieľať megosztás nyomtatás distribuie trimite сподели
        поделиться поделись
        поделитесь поделитесь распечатать печать версия твитнуть поширити поділитися друкувати
        роздрукувати подели
        podijeli podeli ispiši κοινοποίηση κοινοποίησε εκτύπωση εκτυπώστε μοιραστείτε paylaş yazdır paylaşın
        çap bölüşdür شارك مشاركة طباعة همرسانی שתפו שיתוף הדפסה शेयर साझा bagikan cetak kongsi dalintis
        dalinkis spausdinti dalīties drukāt jaga prindi comparteix sambaza копировать скопировать ссылка
        kopieren link
        copy copied copylink скопирована скопировано follow folgen подписывайтесь подпишитесь síguenos suivez
        seguici""",
    Reason.COOKIE_NOTICE: """
        cookie cookies consent gdpr privacy datenschutz confidentialité privacidad privacidade
        integritet personvern prywatności soukromí confidențialitate
        απορρήτου gizlilik الخصوصية פרטיות einwilligung zustimmung
        cookie-einstellungen cookiebeleid kakor evästeet поверителност куки""",
    Reason.NEWSLETTER: """
        newsletter newsletters subscribe subscription subscribers subscriber subscribing inbox signup
        donate donation
        abonnieren abo abonnement abonnez abonnieren suscríbete suscribirse suscripción boletín
        assine assinatura assinante iscriviti abbonati abbonamento nieuwsbrief abonneer nyhetsbrev nyhedsbrev
        prenumerera abonner tilaa uutiskirje prenumerata zapisz biuletyn předplatné odebírat predplatné
        hírlevél feliratkozás előfizetés abonare abonează абонирай бюлетин подписка подписаться
        подписаться рассылка
        рассылку передплата підписатися підпишіться підписка pretplata pretplati εγγραφή εγγραφείτε bülten abone
        اشترك النشرة خبرنامه ניוזלטר langganan berlangganan""",
    Reason.RELATED: """
        related recommended trending popular latest recent topics tags tagged stories headlines breaking
        previous next older newer watch lesen meistgelesen verwandte verwandt empfohlen themen beliebt
        neueste schlagworte schlagwörter articles similaires associés connexes recommandé recommandés tendances
        etiquetas relacionadas relacionados relacionado relacionada noticias lea leia mais saiba notícias leggi
        correlati correlate argomenti anche lees ook gerelateerd gerelateerde meest gelezen läs också mest lästa
        relaterade læs også mest læste relaterede les også leste lue myös luetuimmat czytaj także zobacz również
        powiązane polecane najczęściej tagi čtěte také související nejčtenější štítky súvisiace čítajte
        kapcsolódó
        ajánlott olvasta címkék citește și citeste etichete articole recomandate прочетете още свързани
        читайте также похожие читать теги метки новости популярное популярные лента рекомендуем рекомендуемые
        смотрите другие материалы теме еще ещё далее читай також схожі новини pročitajte povezano vezane
        najčitanije
        διαβάστε επίσης σχετικά περισσότερα ετικέτες δημοφιλή oku okuyun ilgili haberler benzer etiketler
        diğer son
        əlaqəli oxşar xəbərlər اقرأ أيضا أيضاً متعلقة مواضيع المزيد بیشتر بخوانید مرتبط קראו עוד כתבות נוספות
        संबंधित खबरें baca juga terkait berita terpopuler artikel taip skaitykite skaitomiausi loe lisaks
        tin liên quan""",
    Reason.COMMENTS: """
        comment comments commenting reply replies kommentar kommentare kommentieren kommentarer kommentera
        kommentarbereich commentaire commentaires commenter comentario comentarios comentar comentário
        comentários
        commento commenti commenta reacties reageer reactie kommentit kommentoi komentarz komentarze komentarzy
        skomentuj komentáře komentár diskuze hozzászólás hozzászólások comentarii comentariu коментари коментар
        комментарий комментарии комментариев комментировать коментарі коментарів komentari komentara
        σχόλια σχόλιο
        yorum yorumlar تعليق تعليقات نظر نظرات תגובות תגובה komentar komentarai kommentaarid bình luận""",
    Reason.ACCOUNT: """
        login log log-in logout log-out sign sign-in register password username account signin einloggen
        anmelden
        registrieren abmelden passwort benutzername konto connexion connecter compte inscription inscrire
        sesión contraseña usuario
        entrar senha cadastro cadastre accedi registrati inloggen registreren wachtwoord logga registrera
        lösenord
        kirjaudu rekisteröidy salasana zaloguj logowanie zarejestruj hasło přihlásit registrace heslo prihlásiť
        bejelentkezés regisztráció jelszó autentificare parolă вход регистрация войти выйти пароль логин
        увійти реєстрація prijava registracija lozinka σύνδεση εγγραφή giriş kayıt şifre üye
        تسجيل الدخول ورود عضویت התחבר התחברות masuk daftar prisijungti""",
    Reason.ADVERTISEMENT: """
        advertisement advertising advertise advertorial sponsored sponsor promoted anzeige anzeigen
        werbung annonce
        annonces publicité publicidad publicidade anúncio anuncio pubblicità advertentie advertenties
        reklam reklama
        reklame annons annonser mainos reklamy hirdetés publicitate реклама διαφήμιση إعلان اعلان פרסומת iklan
        reklaam reklāma publireportaje pub""",
    Reason.COPYRIGHT: """
        copyright rights reserved impressum agb imprint nutzungsbedingungen mentions légales derechos reservados
        direitos diritti riservati rechten voorbehouden rättigheter rettigheder rettigheter zastrzeżone
        vyhrazena
        vyhradené fenntartva drepturile rezervate запазени защищены права правa перепечатке
        перепечатка захищені pridržana zadržana δικαιώματα πνευματικά hakları saklıdır محفوظة الحقوق محفوظ
        שמורות terms conditions disclaimer licence license""",
    Reason.CREDIT: """
        photo photos photograph photographer photography getty reuters afp dpa imago shutterstock picture
        image credit
        foto fotos bild bilder symbolbild quelle bildquelle fotograf photographe crédit crédits imagen
        créditos imagem
        immagine fotografia fotó zdjęcie fot fotografie фото снимка фотография изображение зображення
        φωτογραφία fotoğraf صورة عکس צילום alliance pixabay unsplash istock ap epa getty-images""",
    Reason.NAVIGATION: """
        home menu search close skip navigation contact contacts about advertise sitemap archive archives
        more back top
        startseite suche suchen menü schließen kontakt archiv inhalt zurück mehr accueil recherche
        rechercher fermer
        contactez apropos plus retour inicio buscar búsqueda menú cerrar contacto volver início pesquisar busca
        fechar contato contactos voltar ricerca cerca chiudi contatti zoeken sluiten terug meer hem sök stäng
        kontakta tillbaka forside søg luk hjem søk lukk etusivu haku sulje yhteystiedot szukaj zamknij
        strona główna
        domů hledat vyhledávání zavřít domov hľadať keresés bezárás főoldal kapcsolat acasă căutare
        închide начало
        търсене контакти главная поиск закрыть меню контакты наверх назад архив карта сайта головна пошук
        закрити
        početna pretraga traži zatvori αρχική αναζήτηση επικοινωνία κλείσιμο anasayfa ara kapat iletişim axtar
        الرئيسية بحث إغلاق اتصل خانه جستجو בית חיפוש סגור beranda cari tutup faq help hilfe aide ayuda podcast
        podcasts video videos galerie gallery weather wetter sport sports""",
    Reason.COUNTER: """
        views viewed view reads shares likes min minutes read reading lesezeit lecture minuti minuten просмотров
        просмотры просмотра прочитали переглядів προβολές görüntülenme okunma مشاهدة visualizzazioni visitas
        visualizações wyświetleń odsłon rating votes vote bewertung голосов рейтинг""",
    Reason.BROWSER_NOTICE: """
        javascript browser loading adblock adblocker flash enable enabled disabled upgrade error laden geladen
        chargement navigateur cargando navegador carregando browsern загрузка браузер браузере браузера
        tarayıcı play video-player player""",
    Reason.CONTACT: """
        tel fax phone telephone telefon telefax téléphone teléfono telefone телефон тел факс adresse address
        redaktion redaction redacción redazione redakcja redakce редакция редакции редактор editor newsroom""",
    Reason.AUTHOR_BOX: """
        author autor autorin auteur autrice autore автор автора συγγραφέας yazar كاتب journalist redakteur
        redakteurin reporter correspondent journaliste periodista giornalista журналист""",
}  # fmt: skip

_PIECES = {
    Reason.SHARE: """
        分享 转发 微博 微信 朋友圈 打印 复制 收藏 シェア ツイート 印刷 공유 페이스북 트위터
        카카오 인쇄 แชร์ प्रिंट""",
    Reason.COOKIE_NOTICE: "隐私 プライバシー クッキー 개인정보",
    Reason.NEWSLETTER: "订阅 メールマガジン 購読 登録 구독 뉴스레터 สมัคร",
    Reason.RELATED: """
        相关 推荐 热门 排行 上一篇 下一篇 更多 标签 阅读 関連 おすすめ ランキング 人気 新着
        もっと 관련 추천 인기 많이 더보기 ข่าวที่""",
    Reason.COMMENTS: "评论 留言 跟帖 回复 コメント 댓글 ความคิดเห็น टिप्पणी",
    Reason.ACCOUNT: """
        登录 注册 登錄 密码 用户名 ログイン 会員 로그인 회원가입 เข้าสู่ระบบ लॉगिन""",
    Reason.ADVERTISEMENT: "广告 廣告 広告 광고 โฆษณา विज्ञापन",
    Reason.COPYRIGHT: """
        版权 版權 备案 免责声明 转载 著作権 無断転載 저작권 무단 สงวนลิขสิทธิ์""",
    Reason.CREDIT: "图片 图为 摄 写真 撮影 사진 ภาพ",
    Reason.NAVIGATION: """
        首页 首頁 搜索 返回 导航 关于我们 联系我们 网站地图 ホーム 検索 メニュー トップ 홈 검색
        메뉴 หน้าแรก ค้นหา""",
    Reason.COUNTER: "浏览 点击 阅读数 次 조회",
    Reason.CONTACT: "电话 邮箱 地址 責任編輯 责任编辑 编辑 기자 전화 電話",
    Reason.AUTHOR_BOX: "作者 记者 記者 来源",
}  # fmt: skip

_PIECE_HINTS = {piece: reason for reason, pieces in _PIECES.items() for piece in pieces.split()}
_READ_ALSO = """read also|also read|read more|read next|most read|see also|see more|related:|more on this|lesen sie auch
    |auch interessant|lesen sie mehr|mehr zum thema|mehr dazu|lire aussi|à lire aussi|à lire également|voir aussi
    |lea también|lee también|te puede interesar
    |leia também|leia mais|veja também|leggi anche|lees ook|läs också|läs mer|læs også|les også|lue myös|czytaj także
    |czytaj też|czytaj również|zobacz także|zobacz również|čtěte také|čítajte aj|olvasta már|citește și|citiţi şi
    |прочетете още|вижте още|читайте также|читайте еще|читайте ещё|смотрите также|материалы по теме|читайте також
    |дивіться також|pročitajte i|čitajte još|διαβάστε επίσης|διαβάστε ακόμα|bunu da oku|ayrıca okuyun|həmçinin oxuyun
    |اقرأ أيضا|اقرأ أيضاً|بیشتر بخوانید|קראו גם|קראו עוד|यह भी पढ़ें|baca juga|xem thêm|loe ka|lasi arī|skaitykite taip pat
    |相关阅读|相关新闻|延伸阅读|関連記事|あわせて読みたい|관련기사"""
_PHRASES = [phrase.strip() for phrase in _READ_ALSO.split("|")]
_POINTING = Openings(_PHRASES)
_POINTER = re.compile(rf"\W{{0,8}}(?:{'|'.join(_PHRASES)})(?! than\b)")

_NOTICE = re.compile(
    r"your browser (?:does not|doesn't|can ?not|can't) support|(?:please )?enable javascript|javascript is disabled"
    r"|(?:ihr|dein) browser (?:unterstützt|kann)|votre navigateur ne|(?:tu|su) navegador no|seu navegador não"
    r"|il (?:tuo|suo) browser non|je browser ondersteunt|ваш браузер не|twoja przeglądarka nie|tarayıcınız"
)

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w[\w-]*|\n")

PLAIN = frozenset({Reason.ADVERTISEMENT, Reason.SHARE, Reason.NEWSLETTER, Reason.RELATED, Reason.ACCOUNT,
                   Reason.COOKIE_NOTICE, Reason.COMMENTS})  # fmt: skip
"""The reasons of labels that stand between the paragraphs of an article and are no headings of it."""

HINTS = tuple(_WORDS)
"""The reasons that words announce, in the order of the line model's input."""

PIECE = re.compile("|".join(sorted(_PIECE_HINTS, key=len, reverse=True)))
"""Finds what is announced where words are not set apart by spaces."""

HINT_OF_WORD = {word: HINTS.index(reason) for reason in reversed(HINTS) for word in _WORDS[reason].split()}
"""The place in ``HINTS`` of what a case-folded word announces."""

_ANNOUNCING = {
    reason: frozenset(word for word, hint in HINT_OF_WORD.items() if HINTS[hint] is reason) for reason in HINTS
}

HINT_OF_PIECE = {piece: HINTS.index(reason) for piece, reason in _PIECE_HINTS.items()}
"""The place in ``HINTS`` of what a match of ``PIECE`` announces."""


def points_elsewhere(folded: str) -> bool:
    """True when a case-folded line begins as those do that point to another article."""
    return _POINTER.match(folded) is not None


def pointers(texts: Sequence[str], folded: Folded) -> list[int]:
    """Returns which lines begin so; they come as they are and case-folded."""
    behind_signs = np.flatnonzero(~word_marks_of(folded.codes[folded.starts]))
    some = [*behind_signs.tolist(), *_POINTING.may_begin(folded).tolist()]
    return [i for i in some if points_elsewhere(texts[i].casefold())]


def announced(folded: str) -> Reason | None:
    """Returns what at least half of the words of a case-folded line announce, most of them the same."""
    words, hints = _told(folded)
    if not hints or 2 * len(hints) < words:
        return None
    reason = HINTS[max(hints, key=hints.count)]
    return None if reason is Reason.COUNTER and not _FIGURE.search(folded) else reason


def labelled(folded: str) -> Reason | None:
    """Returns what a case-folded line is a label for, if all of its words announce that no article is in it."""
    words, hints = _told(folded)
    reasons = {HINTS[hint] for hint in hints}
    return HINTS[hints[0]] if hints and len(hints) >= words and reasons <= PLAIN else None


def notice(folded: str) -> Reason | None:
    """Returns the reason where a case-folded line speaks to a browser that cannot show something."""
    return Reason.BROWSER_NOTICE if _NOTICE.match(folded) else None


def _told(folded: str) -> tuple[int, list[int]]:
    """Returns how many words a case-folded line has and what those of them announce that announce something."""
    words = _WORD.findall(folded)
    hints = [hint for word in words if (hint := HINT_OF_WORD.get(word)) is not None]
    return len(words), hints if folded.isascii() else hints + [HINT_OF_PIECE[piece] for piece in PIECE.findall(folded)]


def announces(line: str, reason: Reason) -> bool:
    """True when a word of the line is one for this reason."""
    if not _ANNOUNCING[reason].isdisjoint(_WORD.findall(line.casefold())):
        return True
    wanted = HINTS.index(reason)
    return not line.isascii() and any(HINT_OF_PIECE[piece] == wanted for piece in PIECE.findall(line))
