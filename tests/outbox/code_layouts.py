"""Mails with a code, and mails without: languages, layouts, formats and decoys, multiplied."""

# ruff: noqa: RUF001 - the letters of other scripts are meant

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class CodeMail(NamedTuple):
    """A mail, and the code that its reader would type; None if there is none, or no single one."""

    subject: str
    text: str | None
    html: str | None
    code: str | None


# The label over a code, a sentence that ends with it, one that begins with it, and a deadline.
PHRASES = {
    "en": (
        "Your verification code",
        "Your verification code is {}.",
        "{} is your verification code.",
        "The code expires in 3600 seconds.",
    ),
    "de": (
        "Ihre TAN",
        "Ihr Bestätigungscode lautet {}.",
        "{} ist Ihr Bestätigungscode.",
        "Der Code ist 3600 Sekunden gültig.",
    ),
    "fr": (
        "Votre code de vérification",
        "Votre code de vérification est : {}",
        "{} est votre code de connexion.",
        "Ce code expire dans 3600 secondes.",
    ),
    "es": (
        "Tu clave de acceso",
        "Tu código de verificación es {}.",
        "{} es tu clave dinámica.",
        "El código caduca en 3600 segundos.",
    ),
    "pt": (
        "Seu código de acesso",
        "O seu código de confirmação é {}.",
        "{} é o seu código de verificação.",
        "Válido por 3600 segundos.",
    ),
    "it": (
        "Il tuo codice di verifica",
        "Il tuo codice di sicurezza è {}.",
        "{} è il tuo codice di verifica.",
        "Il codice scade tra 3600 secondi.",
    ),
    "nl": (
        "Je inlogcode",
        "Je verificatiecode is {}.",
        "{} is je verificatiecode.",
        "De code is 3600 seconden geldig.",
    ),
    "sv": (
        "Din engångskod",
        "Din verifieringskod är {}.",
        "{} är din verifieringskod.",
        "Koden gäller i 3600 sekunder.",
    ),
    "da": (
        "Din engangskode",
        "Din bekræftelseskode er {}.",
        "{} er din bekræftelseskode.",
        "Koden udløber om 3600 sekunder.",
    ),
    "no": (
        "Engangskoden din",
        "Koden din er {}.",
        "{} er bekreftelseskoden din.",
        "Koden utløper om 3600 sekunder.",
    ),
    "fi": (
        "Vahvistuskoodisi",
        "Vahvistuskoodisi on {}.",
        "{} on vahvistuskoodisi.",
        "Koodi vanhenee 3600 sekunnin kuluttua.",
    ),
    "pl": (
        "Twój kod weryfikacyjny",
        "Twój kod weryfikacyjny to {}.",
        "{} to Twój kod dostępu.",
        "Kod wygaśnie za 3600 sekund.",
    ),
    "cs": (
        "Váš ověřovací kód",
        "Váš ověřovací kód je {}.",
        "{} je váš ověřovací kód.",
        "Platnost kódu vyprší za 3600 sekund.",
    ),
    "hu": (
        "Az Ön ellenőrző kódja",
        "Az ellenőrző kódod: {}.",
        "{} az ellenőrző kódod.",
        "A kód 3600 másodperc múlva lejár.",
    ),
    "ro": (
        "Codul dvs. de verificare",
        "Codul tău de verificare este {}.",
        "{} este codul tău de verificare.",
        "Codul expiră în 3600 secunde.",
    ),
    "tr": (
        "Doğrulama kodunuz",
        "Doğrulama kodunuz: {}",
        "{} doğrulama kodunuzdur.",
        "Kod 3600 saniye içinde sona erer.",
    ),
    "ru": (
        "Код подтверждения",
        "Ваш код подтверждения: {}.",
        "{} — ваш код для входа.",
        "Код действителен 3600 секунд.",
    ),
    "uk": (
        "Код підтвердження",
        "Ваш код підтвердження: {}.",
        "{} — ваш код підтвердження.",
        "Код дійсний 3600 секунд.",
    ),
    "el": (
        "Ο κωδικός επαλήθευσης",
        "Ο κωδικός επαλήθευσης είναι {}.",
        "{} είναι ο κωδικός επαλήθευσης.",
        "Ο κωδικός λήγει σε 3600 δευτερόλεπτα.",
    ),
    "vi": (
        "Mã xác minh của bạn",
        "Mã xác minh của bạn là {}.",
        "{} là mã xác minh của bạn.",
        "Mã có hiệu lực trong 3600 giây.",
    ),
    "id": (
        "Kode verifikasi Anda",
        "Kode verifikasi Anda adalah {}.",
        "{} adalah kode verifikasi Anda.",
        "Kode berlaku selama 3600 detik.",
    ),
    "ar": (
        "رمز التحقق الخاص بك",
        "رمز التحقق الخاص بك هو {}.",
        "{} هو رمز التحقق الخاص بك.",
        "تنتهي صلاحية الرمز خلال 3600 ثانية.",
    ),
    "he": (
        "קוד האימות שלך",
        "קוד האימות שלך הוא {}.",
        "{} הוא קוד האימות שלך.",
        "הקוד תקף למשך 3600 שניות.",
    ),
    "hi": (
        "आपका सत्यापन कोड",
        "आपका सत्यापन कोड {} है।",
        "{} आपका सत्यापन कोड है।",
        "कोड 3600 सेकंड में समाप्त हो जाएगा।",
    ),
    "ja": (
        "認証コード",
        "認証コードは{}です。",
        "{}があなたの認証コードです。",
        "コードは3600秒で失効します。",
    ),
    "zh": ("您的验证码", "您的验证码是{}。", "{}是您的验证码。", "验证码3600秒内有效。"),
    "ko": (
        "인증번호",
        "인증번호는 {}입니다.",
        "{}은 회원님의 인증번호입니다.",
        "인증번호는 3600초 후에 만료됩니다.",
    ),
}

# What a code looks like in a mail, and what one types.
FORMATS = {
    "4 digits": ("7391", "7391"),
    "5 digits": ("48291", "48291"),
    "7 digits": ("4829137", "4829137"),
    "8 digits": ("48291375", "48291375"),
    "9 digits": ("482913756", "482913756"),
    "leading zeros": ("004821", "004821"),
    "blank": ("482 913", "482913"),
    "hyphen": ("482-913", "482913"),
    "en dash": ("482\u2013913", "482913"),
    "middle dot": ("482\u00b7913", "482913"),
    "no-break space": ("482\u00a0913", "482913"),
    "three groups": ("482 913 756", "482913756"),
    "apart": ("4 8 2 9 1 3", "482913"),
    "zero-width spaces": ("482\u200b913", "482913"),
    "digits of another script": ("٤٨٢٩١٣", "482913"),
    "full width": ("４８２９１３", "482913"),
    "capitals": ("XK7D93", "XK7D93"),
    "capitals and a hyphen": ("XK7-93P", "XK7-93P"),
    "letters and a hyphen": ("DJZ-TLX", "DJZ-TLX"),
    "letters": ("KXWRTD", "KXWRTD"),
    "lower case": ("x7kd93", "x7kd93"),
    "lower case and a hyphen": ("tt226-5398x", "tt226-5398x"),
    "prefix": ("G-482913", "G-482913"),
}

DECOYS = {
    "year": "© 2026 Example Inc.\n2026",
    "order": "Order 10048 is on its way.",
    "order number": "Order number:\n\n10048",
    "invoice": "Invoice no. 20938 is attached.",
    "card": "Paid with the card ending in 4242.",
    "masked card": "Visa **** 4242",
    "telephone": "Questions? Call +1 415 555 0142 or 0800 482911.",
    "address": "Example Inc., 1234 Market Street, San Francisco, CA 94107",
    "postcode": "10115 Berlin",
    "price": "You saved $1234.50, or 1234 EUR, or 4821 points.",
    "deadline": "It expires in 3600 seconds, at 14:30 on 2026-11-23.",
    "error": "Error code 48213 was shown.",
    "zip code": "Your zip code: 94107",
    "colour": "Our new colour is #482911.",
    "tracking number": "Tracking: 1Z999AA10123456784, 00340434161094021501",
    "link": "https://example.com/verify/829104?code=553311",
    "mail address": "support4821@example.com",
    "promotion": "Use the code SAVE20 to get 20% off.",
    "customer": "Customer ID\n5530187",
    "version": "Sent with Example Mail 4021 from 192.0.2.133.",
}

SEVERAL = {
    "backup codes": "Your backup codes:\n\n4829 1375\n9034 1177\n6250 4413",
    "backup codes in a row": "Your backup codes are 4829 1375 9034 1177",
    "two": "Your code is 482913 or 551029.",
    "two labels": "Login code:\n482913\n\nRecovery code:\n551029",
}


def _spread(code: str, box: str) -> str:
    return "".join(box.format(sign) for sign in code)


def layouts(label: str, ends: str, begins: str, deadline: str, code: str) -> Iterator[CodeMail]:
    """The ways in which senders write one code, by the words of one language."""
    said, calls = ends.format(code), begins.format(code)
    yield CodeMail("Hello", f"Hello Ada,\n\n{said} {deadline}\n\nExample", None, code)
    yield CodeMail("Hello", f"Hello Ada,\n\n{label}:\n\n    {code}\n\n{deadline}\n", None, code)
    yield CodeMail(label, f"{label}: {code}\n{deadline}", None, code)
    yield CodeMail(calls, f"Hello Ada,\n\n{deadline}", None, code)
    yield CodeMail("Hello", f"{deadline}\n\n{calls}", None, code)
    yield CodeMail(label, None, f"<h1>{label}</h1><p>Ada,</p><p>{code}</p><p>{deadline}</p>", code)
    yield CodeMail(
        "Hello", None, f"<table><tr><td>{label}</td><td><b>{code}</b></td></tr></table>", code
    )
    boxes = _spread(code, "<span style='display:inline-block'>{}</span> ")
    yield CodeMail("Hello", None, f"<p>{label}</p><div>{boxes}</div><p>{deadline}</p>", code)
    cells = _spread(code, "<td>{}</td>")
    yield CodeMail("Hello", None, f"<p>{label}</p><table><tr>{cells}</tr></table>{deadline}", code)
    blocks = _spread(code, "<div>{}</div>")
    yield CodeMail("Hello", None, f"<p>{label}</p>{blocks}<p>{deadline}</p>", code)


def with_code() -> Iterator[tuple[str, CodeMail]]:
    """Mails that hold one code, by name."""
    for language, phrases in PHRASES.items():
        for number, mail in enumerate(layouts(*phrases, code="482913")):
            yield f"{language}, layout {number}", mail
    label, ends, _, deadline = PHRASES["en"]
    for name, (shown, code) in FORMATS.items():
        yield f"{name}, sentence", CodeMail("Hello", f"{ends.format(shown)} Bye", None, code)
        yield f"{name}, line", CodeMail(label, f"{label}:\n\n{shown}\n\n{deadline}", None, code)
        html = f"<p>{label}</p><h2>{shown}</h2>"
        yield f"{name}, heading", CodeMail("Hello", f"{label}: {shown}", html, code)
    for name, decoy in DECOYS.items():
        text = f"{label}:\n\n482913\n\n{deadline}\n\n{decoy}"
        yield f"{name} below", CodeMail("Hello", text, None, "482913")
        text = f"{decoy}\n\nEnter this code to go on:\n\n482913"
        yield f"{name} above", CodeMail("Hello", text, None, "482913")
        text = f"{ends.format('482913')} {decoy}"
        yield f"{name} behind", CodeMail("Hello", text, None, "482913")
        html = f"<p>{'<br>'.join(decoy.splitlines())}</p><p>{label}</p><p>482913</p>"
        yield f"{name} in another part", CodeMail(label, ends.format("482913"), html, "482913")


def without_code() -> Iterator[tuple[str, CodeMail]]:
    """Mails that hold no code, or several, by name."""
    for name, decoy in DECOYS.items():
        yield f"only {name}", CodeMail("Hello", decoy, None, None)
        text = f"Your verification code has expired. {decoy}"
        yield f"{name} after a code", CodeMail("Hello", text, None, None)
        text = f"{decoy}\n\nNever share your code with anyone."
        yield f"{name} before a code", CodeMail("Your code was used", text, None, None)
        html = f"<p>We have sent you a code by SMS.</p><p>{'<br>'.join(decoy.splitlines())}</p>"
        yield f"{name} under a code", CodeMail("Hello", None, html, None)
    for language, (_, _, _, deadline) in PHRASES.items():
        yield f"{language}, deadline", CodeMail("Hello", deadline, None, None)
    for name, text in SEVERAL.items():
        yield name, CodeMail("Hello", text, None, None)


MAILS = Path(__file__).parent.parent / "data" / "code_mails.jsonl"


def single_mails() -> Iterator[tuple[str, CodeMail]]:
    """Mails that are like no other, with a code or without, by the line they stand in."""
    for number, line in enumerate(MAILS.read_text(encoding="utf-8").splitlines(), 1):
        values = {"subject": "Hello", "text": None, "html": None, **json.loads(line)}
        yield f"{MAILS.name}:{number}", CodeMail(**values)
