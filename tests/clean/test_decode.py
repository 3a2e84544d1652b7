import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.decode import Decoded, declared_in, decode

LATIN = "La police a arrêté trois hommes à Orléans jeudi, a déclaré le ministre. "
CZECH = "Policie ve čtvrtek zadržela tři muže v Praze. Příští týden začne soud. "
RUSSIAN = "Полиция задержала трёх человек в Москве во вторник вечером. "
GREEK = "Η αστυνομία συνέλαβε τρεις άνδρες στην Αθήνα την Πέμπτη. "
HEBREW = "המשטרה עצרה שלושה גברים בירושלים ביום חמישי. "
ARABIC = "اعتقلت الشرطة ثلاثة رجال في بغداد يوم الخميس. "
TURKISH = "Polis perşembe günü İstanbul'da üç kişiyi gözaltına aldı. "
BALTIC = "Policija aizturēja trīs vīriešus Rīgā, ziņoja ministrs. "
THAI = "ตำรวจจับกุมชายสามคนในกรุงเทพเมื่อวันพฤหัสบดี "
CHINESE = "警方星期四在北京逮捕了三名男子，部长说。"
TAIWAN = "警方星期四在台北逮捕了三名男子，部長說。"
JAPANESE = "警察は木曜日に東京で三人の男を逮捕したと大臣が述べた。"
KOREAN = "경찰은 목요일 서울에서 남성 세 명을 체포했다고 장관이 말했다. "
LABELS = {
    "utf-8": LATIN, "ibm866": RUSSIAN, "iso-8859-1": LATIN, "iso-8859-2": CZECH, "iso-8859-3": "Ġimgħa ħafna ",
    "iso-8859-4": BALTIC, "iso-8859-5": RUSSIAN, "iso-8859-6": ARABIC, "iso-8859-7": GREEK, "iso-8859-8": HEBREW,
    "iso-8859-8-i": HEBREW, "iso-8859-9": TURKISH, "iso-8859-10": BALTIC, "iso-8859-13": BALTIC,
    "iso-8859-14": "Dŵr a thŷ ", "iso-8859-15": LATIN + "5 €", "iso-8859-16": "Știri și țări ", "koi8-r": RUSSIAN,
    "koi8-u": "Їхні імена не називають ", "macintosh": LATIN, "windows-874": THAI, "windows-1250": CZECH,
    "windows-1251": RUSSIAN, "windows-1252": LATIN + "“€”", "windows-1253": GREEK, "windows-1254": TURKISH,
    "windows-1255": HEBREW, "windows-1256": ARABIC, "windows-1257": BALTIC, "windows-1258": "Bô trương ",
    "x-mac-cyrillic": RUSSIAN, "gbk": CHINESE, "gb18030": CHINESE, "gb2312": CHINESE, "big5": TAIWAN,
    "euc-jp": JAPANESE, "iso-2022-jp": JAPANESE, "shift_jis": JAPANESE, "euc-kr": KOREAN, "utf-16le": LATIN,
    "utf-16be": LATIN,
}  # fmt: skip
PYTHON = {
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
}


@pytest.mark.parametrize("label", LABELS)
def test_declared_encodings_of_the_web(label):
    text = LABELS[label] * 3
    decoded = decode(text.encode(PYTHON.get(label, label)), label)
    assert isinstance(decoded, Decoded)
    assert decoded.text == text
    assert not decoded.flags


@pytest.mark.parametrize(
    "label",
    ["utf-8", "koi8-r", "windows-1251", "windows-1250", "windows-1253", "windows-1255", "windows-1256", "gb18030",
     "big5", "shift_jis", "iso-2022-jp", "euc-kr", "utf-16le", "utf-16be", "windows-1252"],
)  # fmt: skip
def test_undeclared_encodings_are_detected(label):
    text = LABELS[label] * 6
    decoded = decode(text.encode(label), None)
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_wins(encoding):
    decoded = decode(LATIN.encode(encoding), "koi8-r")
    assert isinstance(decoded, Decoded)
    assert decoded.text == LATIN


def test_utf8_goes_before_a_wrong_declaration():
    assert decode(LATIN.encode(), "iso-8859-1") == Decoded(LATIN, "utf-8")


def test_unknown_label_is_ignored():
    assert decode(LATIN.encode("cp1252"), "no-such-charset") == Decoded(LATIN, "cp1252")


def test_apostrophes_of_the_macintosh():
    text = "The minister’s convoy didn’t stop at the checkpoint near the village, witnesses said on Monday."
    assert decode(text.encode("mac-roman"), None) == Decoded(text, "mac-roman")


def test_stray_windows_quotes_in_utf8():
    data = "The café’s owner said: ".encode() + b"\x93We saw\x94" + " à la mairie — là".encode()
    decoded = decode(data, None)
    assert isinstance(decoded, Decoded)
    assert decoded.encoding == "utf-8"
    assert "mixed_encoding" in decoded.flags
    assert decoded.text == "The café’s owner said: “We saw” à la mairie — là"


def test_cut_utf8_is_flagged():
    decoded = decode(("Orléans, 3 mai: " + LATIN).encode()[:-70] + b"\xc3", None)
    assert isinstance(decoded, Decoded)
    assert decoded.flags


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"%PDF-1.7 text", bytes(range(32)) * 20, b"abc\x00\x01\x02" * 50]
)
def test_binary(data):
    assert decode(data, None) == "NB102"


def test_undecodable():
    assert decode(bytes(0x80 + i * 37 % 128 for i in range(600)), None) in ("NB102", "NB103")


def test_declaration_in_a_page():
    assert declared_in(b'<html><meta charset="koi8-r">') == "koi8-r"
    assert declared_in(b"<?xml version=\"1.0\" encoding='big5'?>") == "big5"
    assert declared_in(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">') == "gb2312"
    assert declared_in(b"<html>") is None


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "utf-16", "utf-7", "idna", "base64", "", "x"]))
def test_never_raises(data, declared):
    decoded = decode(data, declared)
    if isinstance(decoded, str):
        assert decoded in ("NB102", "NB103")
    else:
        assert isinstance(decoded.text, str)


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_comes_back(text):
    decoded = decode(("é" + text).encode(), None)
    assert isinstance(decoded, Decoded)
    assert decoded.text == "é" + text
