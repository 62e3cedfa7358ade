"""The words around a code in a mail, in the languages that mails are written in.

A space in an entry stands for a blank, a hyphen or nothing, and `~` for the rest of a word. Case
and the accents of Latin, Greek and Cyrillic letters do not matter.
"""

# ruff: noqa: RUF001 - the letters of other scripts are meant

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = {
    "de": (
        "bestätigungsnummer, einmalkennwort, einmalpasswort, kennziffer, tan, mtan, smstan, "
        "sms tan, push tan"
    ),
    "en": (
        "~code, otp, totp, pin, token, verification, verification number, one time, one time "
        "code, one time password, one time passcode, one time pin"
    ),
    "es": "código, clave, contraseña temporal, contraseña de un solo uso, nip",
    "fr": "~code, mot de passe à usage unique, mot de passe temporaire",
    "it": "codice, password monouso, password temporanea",
    "nl": "~code, eenmalig wachtwoord",
    "pt": "código, senha temporária, senha de uso único, senha única, palavra passe temporária",
    "ca": "codi",
    "gl": "código",
    "eu": "kodea",
    "ga": "cód, chód",
    "da, no": "~kode, ~koden, engangsadgangskode, engangspassord",
    "sv": "~kod, ~koden, engångslösenord",
    "is": "~kóði, ~kóðinn, ~kóða, ~kóðann",
    "fi": (
        "~koodi, ~koodin, ~koodisi, ~koodia, ~koodilla, ~koodinne, tunnusluku, "
        "vahvistusnumero, kertakäyttösalasana"
    ),
    "et": "~kood, ~koodi, ~koodiga",
    "lt": "kodas, kodą, kodo, kodu",
    "lv": "~kods, ~kodu, ~koda",
    "pl": "~kod, kodu, kodem, hasło jednorazowe, jednorazowe hasło",
    "cs, sk": "~kód, kódu, kódem, kódom, jednorázové heslo",
    "hu": "~kód, ~kódja, ~kódját, ~kódod, ~kódot, ~kódodat, ~kódjával, egyszeri jelszó",
    "ro": "cod, codul, codului, coduri, parola unică, parolă unică",
    "hr, sr, bs, sl": "~kod, koda, kodu, kodo, kodom, šifra, шифра, jednokratna lozinka",
    "sq": "kodi, kodin",
    "tr, az": (
        "~kod, ~kodu, kodun, ~kodunu, ~kodunuz, ~kodunuzu, ~kodunuzdur, kodum, kodi, kodini, "
        "kodingiz, şifreniz, tek kullanımlık şifre, tek kullanımlık parola"
    ),
    "id, ms": "kode, kod, kata sandi sekali pakai, kata laluan sekali",
    "vi": (
        "mã xác ~, mã otp, mã pin, mã bảo mật, mã đăng ~, mã kích hoạt, mã số, mã của, mã "
        "này, mã sau"
    ),
    "ru, uk, be, bg, mk": (
        "~код, кода, коду, кодом, коде, кодът, кодот, одноразовый пароль, одноразовий пароль, "
        "пін, пин"
    ),
    "el": "κωδικός, κωδικό, κωδικού, κωδικών",
    "hy": "կոդ, կոդը, կոդն",
    "ka": "კოდი, კოდია, კოდის",
    "ar": "رمز, كود, رقم التحقق, كلمة مرور لمرة واحدة",
    "fa, ur": "کد, رمز, کوڈ",
    "he": "קוד, הקוד, קודך, סיסמה חד פעמית",
    "hi, mr, ne": "कोड, ओटीपी",
    "bn": "কোড, ওটিপি",
    "gu, pa, ta, te, kn, ml": "કોડ, ਕੋਡ, குறியீடு, ఓటీపీ, కోడ్, ಕೋಡ್, കോഡ്, ഒടിപി",
    "th, km, lo": "รหัส, โอทีพี, កូដ, លេខកូដ, ລະຫັດ",
    "ja": "コード, 認証番号, 確認番号, 暗証番号, ワンタイムパスワード, パスコード",
    "zh": (
        "验证码, 驗證碼, 校验码, 校驗碼, 动态码, 動態碼, 确认码, 確認碼, 安全码, "
        "安全碼, 登录码, 登錄碼, 登入碼, 认证码, 認證碼, 激活码, 口令, "
        "动态密码, 一次性密码, 一次性密碼, 代码, 代碼, 验证代码"
    ),
    "ko": "코드, 인증번호, 인증 번호, 확인번호, 확인 번호, 일회용 비밀번호",
}
"""What announces a code."""

LISTS = {
    "": (
        "codes, ~codes, códigos, codici, koder, ~koder, koodit, kody, kódy, kódok, coduri, "
        "kodlar, коды, коди, κωδικοί, backup, recovery codes, wiederherstellung~, ersatzcodes"
    ),
}
"""What announces several."""

FOREIGN_CODES = {
    "": (
        "zip code, zipcode, post code, postcode, postal code, area code, country code, dial "
        "code, dialling code, error code, status code, exit code, response code, reason code, "
        "http code, source code, bar code, barcode, qr code, sort code, product code, item "
        "code, colour code, color code, hex code, swift code, bank code, branch code, tax "
        "code, short code, promo code, promotion code, promotional code, discount code, "
        "coupon code, voucher code, gift code, gift card code, referral code, decode, encode, "
        "unicode, code base, code coverage, code of ~, code quality, code review, code "
        "postal, code promo, code erreur, code de réduction, código postal, código "
        "promocional, código de descuento, código de error, código de erro, código de "
        "desconto, codice postale, codice fiscale, codice sconto, codice promozionale, codice "
        "errore, codice cliente, ~fehlercode, gutscheincode, rabattcode, aktionscode, "
        "strichcode, kortingscode, foutcode, streepjescode, rabattkod, rabatkode, felkod, "
        "fejlkode, kod pocztowy, kod rabatowy, kod błędu, slevový kód, chybový kód, "
        "irányítószám, cod poștal, kode pos, kode promo, posta kodu, indirim kodu, hata kodu, "
        "промокод, код ошибки, штрихкод, почтовый код, код помилки, ταχυδρομικός κωδικός, "
        "الرمز البريدي, رمز الخصم, רמת מיקוד, エラーコード, "
        "クーポンコード, バーコード, 错误代码, 錯誤代碼, 邮政编码, 郵遞區號, "
        "优惠码, 二维码, 에러 코드, 오류 코드, 쿠폰 코드"
    ),
}
"""Codes that are for something else."""

OTHERS = {
    "en": (
        "order, invoice, receipt, bill, ticket, case, claim, policy, ref, reference, number, "
        "no, numbers, account, acct, card, ending, ending in, ending with, ends in, ends "
        "with, phone, telephone, tel, fax, mobile, cell, call, dial, hotline, box, suite, "
        "apt, floor, room, street, gate, seat, flight, table, ext, extension, customer, "
        "client, member, id, serial, model, version, build, release, tracking, shipment, "
        "parcel, package, booking, reservation, amount, total, price, balance, points, score, "
        "date, year, since, error, port, vat, iban, sku, isbn, expires, expire, valid, "
        "contract, branch, lot, locker, zip, postal"
    ),
    "de": (
        "~nummer, nr, ~nummern, ~bestellung, ~auftrag, rechnung, karte, konto, kunde, endet "
        "auf, endend auf, telefon, hotline, postfach, plz, betrag, summe, preis, gültig, "
        "fehler, jahr"
    ),
    "fr": (
        "~numéro, n, nº, no, commande, facture, référence, réf, dossier, carte, compte, "
        "client, se terminant par, finissant par, téléphone, tél, montant, total, prix, "
        "erreur, année, expire"
    ),
    "es, pt, it": (
        "número, núm, num, numero, pedido, orden, factura, fatura, fattura, referencia, "
        "referência, riferimento, ordine, encomenda, cuenta, conta, conto, tarjeta, cartão, "
        "carta, cliente, terminada en, termina en, final, teléfono, telefone, telefono, "
        "importe, importo, valor, precio, preço, prezzo, total, totale, error, erro, errore, "
        "año, ano, anno"
    ),
    "nl, da, no, sv, fi": (
        "~nummer, bestelling, factuur, ordre, faktura, rekening, telefoon, telefon, kaart, "
        "kort, kortet, klant, kunde, kund, beställning, order, konto, bedrag, beløb, belopp, "
        "~numero, tilaus, lasku, puhelin"
    ),
    "pl, cs, sk, hu, ro": (
        "numer, nr, zamówienie, zamówienia, faktura, faktury, číslo, č, objednávka, "
        "objednávky, kwota, telefon, ~szám, rendelés, számla, număr, numărul, comanda, "
        "comenzii, factura, kartou, kartą"
    ),
    "tr, id, vi": (
        "numara, numarası, no, sipariş, fatura, telefon, tutar, nomor, pesanan, faktur, "
        "telepon, số, đơn hàng, hóa đơn, điện thoại"
    ),
    "ru, uk, el": (
        "номер, номеру, заказ, заказа, заказу, замовлення, счёт, рахунок, карта, карты, "
        "телефон, телефону, сумма, сума, договор, αριθμός, αριθμό, παραγγελία, παραγγελίας, "
        "τιμολόγιο, τηλέφωνο, ποσό"
    ),
    "ar, fa, he, hi": (
        "رقم, طلب, الطلب, فاتورة, هاتف, شماره, سفارش, מספר, הזמנה, חשבונית, טלפון, नंबर, "
        "संख्या, ऑर्डर, चालान, फ़ोन"
    ),
    "ja, zh, ko": (
        "番号, 注文, 請求書, 電話, 金額, 订单, 訂單, 编号, 編號, 订单号, "
        "發票, 发票, 电话, 金额, 尾号, 번호, 주문, 전화, 금액"
    ),
}
"""What announces another number."""

LINKS = {
    "is": (
        "is, was, are, are as follows, reads, ist, lautet, sind, est, est le, es, es el, son, é, "
        "è, sono, is de, luidt, är, er, on, yra, ir, jest, to, brzmi, je, znie, zní, este, e, "
        "este următorul, adalah, ialah, là, є, это, це, είναι, είναι ο, هو, هي, است, הוא, "
        "היא, है, হল, হলো, คือ, は, が, 는, 은, 가, 이, 是, 为, 為, 系, është"
    ),
    "as": (
        "as, as your, as the, als, comme, como, come, jako, olarak, sebagai, 作为, として, som, "
        "kot, kao"
    ),
    "to type": "to use, to enter, number",
}
"""What may stand between the word and the code."""

QUALIFIERS = {
    "": (
        "verif~, confirm~, conferma, acceso, accès, accesso, acesso, access, login, sign in, "
        "connexion, conexión, sécurité, seguridad, segurança, sicurezza, security, "
        "authentification, autenticación, autenticação, autenticazione, activación, ativação, "
        "attivazione, activation, identification, validation, validación, validazione, "
        "unique, único, temporaire, temporal, temporaneo, weryfikacyjny, dostępu, ověřovací, "
        "overovací, potvrzovací, autentificare, acces, securitate, подтверждения, доступа, "
        "безопасности, входа, проверки, підтвердження, перевірки, безпеки, επαλήθευσης, "
        "επιβεβαίωσης, ασφαλείας, πρόσβασης, verifikasi, keamanan, otp, xác minh, xác thực, "
        "xác nhận, bảo mật, التحقق, التأكيد, الأمان, אימות, האימות, تایید, ยืนยัน, de, d, "
        "del, de la, di, do, da, des, du, of, a, your, my, din, dit, votre, sua, tuo, của "
        "bạn, الخاص بك, שלך, anda, kamu"
    ),
}
"""What says more of a code, behind the word."""

POINTERS = {
    "": (
        "below, here, following, follows, unten, folgt, ci dessous, suivant, siguiente, "
        "seguente, seguinte, hieronder, nedan, nedenfor, alla, poniżej, níže, alább, mai jos, "
        "ниже, нижче, παρακάτω, aşağıda, berikut, dưới đây, sau, următor, následující, "
        "kövekező, következő, 以下, 次の, 下記, 如下, 下面, 다음, "
        "아래, التالي, أدناه, הבא, להלן, नीचे, "
        "निम्न, ต่อไปนี้, ด้านล่าง, زیر"
    ),
}
"""What points to the code, in the line above it."""

NOT_HERE = {
    "no": (
        "not, never, nobody, don't, don’t, nicht, nie, niemals, niemandem, ne, pas, jamais, "
        "nunca, jamás, nadie, não, ninguém, non, mai, nessuno, niet, nooit, niemand, inte, "
        "aldrig, ikke, aldri, älä, koskaan, nigdy, nikomu, nikdy, soha, ne adja, niciodată, "
        "asla, kimseyle, paylaşmayın, không, jangan, никогда, никому, не, ніколи, нікому, "
        "ποτέ, μην, لا تشارك, אל תשתף, אל תשתפו, साझा न, "
        "不要, 勿, 切勿, ないで, ません, 마세요, อย่า"
    ),
    "elsewhere": (
        "sent, expired, used, changed, soon, gesendet, geschickt, abgelaufen, verschickt, "
        "envoyé, expiré, enviado, caducado, expirado, inviato, scaduto, verzonden, verlopen, "
        "skickat, sendt, lähetetty, wysłany, wygasł, odeslán, elküldtük, trimis, expirat, "
        "gönderildi, đã gửi, dikirim, отправлен, истёк, надіслано, στάλθηκε, 已发送, 已發送, "
        "送信しました, 전송했습니다"
    ),
}
"""What says that the code of a sentence is not to be read here, or not to be told."""

VERBS = {
    "de": "verwenden sie, nutzen sie, benutzen sie, geben sie, verwende, nutze, gib",
    "en": (
        "use, using, enter, entering, type, input, submit, provide, copy, paste, by entering, "
        "code of, reply with"
    ),
    "fr": "utilisez, saisissez, entrez, tapez, utilise, saisis, entre, indiquez, copiez",
    "es, pt, it": (
        "usa, use, utiliza, utilice, ingresa, ingrese, introduce, introduzca, escribe, "
        "utilize, digite, insira, introduza, inserisci, utilizza, digita, immetti"
    ),
    "nl, da, no, sv, fi": (
        "gebruik, voer, vul, brug, indtast, bruk, angi, tast inn, skriv inn, använd, ange, "
        "skriv in, käytä, syötä, anna"
    ),
    "pl, cs, sk, hu, ro": (
        "użyj, wpisz, wprowadź, podaj, použijte, zadejte, použite, zadajte, használja, "
        "használd, adja meg, írja be, add meg, folosiți, folosește, introduceți, introdu"
    ),
    "id, vi": "gunakan, masukkan, nhập, dùng, sử dụng",
    "ru, uk, bg, el": (
        "используйте, введите, укажите, используй, введи, використайте, введіть, използвайте, "
        "въведете, χρησιμοποιήστε, εισαγάγετε, πληκτρολογήστε, εισάγετε"
    ),
    "ar, he, fa": "استخدم, أدخل, ادخل, استعمل, השתמש, השתמשו, הזן, הזינו, הקלד",
    "zh, ja, ko": "请输入, 請輸入, 输入, 輸入, 使用, 请使用, 填写, 入力, 입력",
}
"""What tells the reader to do something with a code."""

WITH = {"": "with, mit, avec, con, com, met, med, z, s, с, з, με, ile"}
"""What says what to do it with."""

UNITS = {
    "time": (
        "ms, sec, secs, second, seconds, min, mins, minute, minutes, hr, hrs, hour, hours, "
        "day, days, week, weeks, month, months, year, years, pm, uhr, sekund~, minut~, "
        "stund~, tag, tage, tagen, woche~, monat~, jahr~, seconde~, heure~, jour, jours, "
        "semaine~, mois, ans, segundo~, hora, horas, día, días, semana~, mês, meses, años, "
        "anos, ore, giorni, settiman~, mesi, anni, uur, dagen, weken, maanden, timer, timme~, "
        "timmar, dagar, dage, dager, tunti~, tuntia, päivä~, minuutti~, sekunti~, godzin~, "
        "dni, hodin~, dnů, másodperc~, perc, percig, óra, óráig, napig, secunde, zile, "
        "saniye~, dakika~, saat, gün, detik, menit, jam, hari, giây, phút, giờ, ngày, "
        "секунд~, минут~, хвилин~, часа, часов, годин~, дня, дней, днів, δευτερόλεπτ~, λεπτ~, "
        "ώρες, ημέρες, ثانية, ثوان, دقيقة, دقائق, ساعة, ساعات, يوم, שניות, דקות, שעות, ימים, "
        "सेकंड, मिनट, घंटे, दिन, 秒, 分, 時, 时, 小时, "
        "小時, 日, 天, 月, 年, 초, 분, 시간, 일, 월, 년"
    ),
    "money": (
        "usd, eur, gbp, chf, jpy, cny, rub, pln, czk, sek, nok, dkk, huf, ron, inr, brl, cad, "
        "aud, euro, euros, dollar, dollars, pounds, pesos, reais, rupees, yen, zł, kč, kr, "
        "ft, lei, tl, рублей, грн, гривень, ευρώ, ريال, درهم, שקלים, रुपये, 円, 元, 块, 원, "
        "cents, points, punkte, puntos, pontos, punti, credits, coins, miles"
    ),
    "things": (
        "px, kb, mb, gb, km, cm, mm, kg, lbs, ml, kcal, times, people, users, customers, "
        "members, employees, items, products, characters, digits, errors, tokens, codes, "
        "steps, words, emails, messages, requests, downloads, visitors, views, votes, pages, "
        "records, attempts"
    ),
}
"""What makes a number an amount, behind it."""

STREETS = {"": "street, st, avenue, ave, road, rd, boulevard, blvd, lane, drive, square, highway"}
"""What makes a number one of a house, some words behind it."""

PROMOTIONS = {
    "": (
        "off, paid, sale, discount, checkout, coupon, voucher, promo, rabatt, gutschein, "
        "réduction, remise, descuento, desconto, sconto, korting, zniżka, sleva, скидка, знижка, "
        "έκπτωση, indirim, giảm giá, خصم, הנחה, 割引, クーポン, 优惠, 折扣, 할인"
    ),
}
"""What speaks of a price, not of a person."""

ALLIES = {
    "": (
        "or, and, oder, und, ou, et, o, y, e, of, en, och, eller, og, tai, ja, lub, i, nebo, "
        "a, vagy, és, sau, și, veya, ve, atau, dan, hoặc, và, или, и, або, та, ή, και, أو, و, "
        "או, या, และ, 或, 和, または, と"
    ),
}
"""What stands between two codes."""

ABBREVIATIONS = frozenset(
    (
        *("abs", "approx", "apt", "art", "bl", "bzw", "ca", "co", "dr", "dvs", "ext"),
        *("inc", "jl", "ltd", "mr", "mrs", "ms", "no", "nr", "num", "núm", "p"),
        *("r", "ref", "réf", "s", "st", "str", "sz", "tel", "tlf", "tél", "z"),
        *("č"),
    )
)
"""Their dot ends no sentence."""

_ACCENTS = re.compile("[\u0300-\u036f]")
# Scripts that are written without blanks, or with endings and beginnings joined to a word.
_JOINED = re.compile(
    "[\u0590-\u07bf\u0900-\u0fff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)


def fold(text: str) -> str:
    """A text without case and accents, in which the words are looked for."""
    if text.isascii():
        return text.casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare)


def any_of(*tables: Mapping[str, str]) -> str:
    """The pattern of the entries of tables, longest first, for a folded text."""
    rows = (row for table in tables for row in table.values())
    entries = sorted(
        {fold(each.strip()) for row in rows for each in row.split(",")}, key=len, reverse=True
    )
    patterns = [_pattern(each) for each in entries if _JOINED.search(each)]
    # One look for the beginning of a word saves trying them all within one.
    words = "|".join(_pattern(each) for each in entries if not _JOINED.search(each))
    patterns.append(rf"\b(?:{words})\b")
    return f"(?:{'|'.join(patterns)})"


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\~", r"\w*").replace(r"\ ", r"[\s-]?")
