"""Write the example files that cannot be written by hand: compressed text, a web archive, a table, and damaged ones.

Run from the top of the repository: ``python examples/build.py``. The output is the same on every run.
"""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

HERE = Path(__file__).parent
NEWS, DAMAGED = HERE / "news", HERE / "damaged"

KIDNAPPING = """\
PORT-AU-PRINCE, Nov 21 (Caribbean Wire) – Armed men abducted six employees of a water company near the capital \
of Haiti on Tuesday and demanded a ransom of 400,000 dollars, the police said.

The six – four Haitians, a Frenchman and a Québécois engineer – were stopped at a roadblock in \
Croix-des-Bouquets. The police believe that the gang “400 Mawozo”, which controls the area, is behind the \
kidnapping.

“They took the cars, the phones and our colleagues,” said the company’s manager, Réginald Théodore. He appealed \
to the kidnappers to release a woman who needs medicine.

France’s foreign ministry confirmed that one of its citizens was missing. Canada said that it was in contact \
with the Haitian authorities and warned its citizens not to travel to the country.

On Monday the police had raided a house in the district of Tabarre and freed two hostages. One officer and three \
gang members were killed in the exchange of fire.

More than 2,400 people were kidnapped in Haiti last year, according to the United Nations. The Security Council \
approved an international police force in October; Kenya has offered to send 1,000 officers, but a court in \
Nairobi has suspended the plan.
"""

AIRSTRIKE = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title>Turkish jets strike Kurdish militants in Iraq | Example
Wire</title>
<meta property="article:published_time" content="2023-10-05T19:00:00+03:00"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Turkish jets strike Kurdish militants in
Iraq</h1>
<p>ANKARA - Turkish warplanes bombed 22 targets of the outlawed Kurdistan Workers&#8217; Party (PKK) in northern
Iraq on Thursday, four days after a suicide bombing wounded two policemen in Ankara, the defence ministry
said.</p>
<p>The ministry said that caves, bunkers and depots in the Gara and Qandil mountains had been destroyed and that
&quot;many terrorists&quot; had been killed. It gave no number. A PKK spokesman said that nobody had been
hurt.</p>
<p>A Kurdish official in the Iraqi province of Dohuk said that two shepherds had died when a missile hit their
tents near Amadiya. Turkey denied that it had attacked civilians.</p>
<p>Iraq&#8217;s government condemned the raids as a violation of its sovereignty and handed a note of protest to
the Turkish ambassador in Baghdad. The Turkish foreign minister replied that his country would go on striking
the PKK wherever it was.</p>
<p>Police arrested 67 people in 16 Turkish provinces on suspicion of links with the group. The PKK, which took
up arms in 1984, is listed as a terrorist organisation by Turkey, the United States and the European Union.</p>
<p>Turkey maintains dozens of posts in northern Iraq. Last month three of its soldiers were killed there by a
mine.</p>
</article><p>Sign up for our newsletter</p></body></html>
"""

PEACE_TALKS = """\
<!DOCTYPE html><html><head><meta charset="iso-8859-1"><title>Armenia and Azerbaijan resume talks - Example
Wire</title>
</head><body><article><h1>Armenia and Azerbaijan resume talks</h1>
<p>BERLIN - The foreign ministers of Armenia and Azerbaijan met in Berlin on Wednesday for two days of talks on
a peace treaty, the first since Azerbaijan took control of Nagorno-Karabakh in September.</p>
<p>The German foreign minister, who received the two delegations in the Villa Borsig, praised the
\xabcourage\xbb of both sides. She offered German experts to help with marking the border.</p>
<p>Armenia demands that its 23 prisoners be released before it signs. Azerbaijan wants a road to its exclave
Nakhchivan and asks Armenia to change its constitution, which Armenia rejects.</p>
<p>An Azerbaijani official said that agreement had been reached on about four fifths of the text. The Armenian
delegation was more cautious and said that \xabimportant questions\xbb remained open.</p>
<p>On the eve of the meeting each side accused the other of firing across the border near the village of Nerkin
Hand. Armenia said that four of its soldiers had been killed there on 13 February.</p>
<p>The European Union, which has sent observers to the Armenian side of the border, welcomed the talks. Russia
called on the two states to return to the agreements that it had mediated in 2020.</p></article></body></html>"""

TABLE = [
    {
        "id": "phl-3",
        "title": "Aid reaches flood victims in Mindanao",
        "date_publish": "2024-02-08",
        "source_domain": "relief.example.org",
        "maintext": "DAVAO CITY, Philippines (Relief Wire) - The Philippine army and the World Food Programme "
        "delivered 90 tonnes of rice and drinking water on Thursday to towns in Mindanao that have been cut off by "
        "floods and landslides for a week.\n\n"
        "Helicopters brought 40 injured people to hospitals in Davao. The civil defence office said that 55 "
        "people were dead and 63 missing in the mining village of Masara, where a hillside collapsed on two "
        "buses on Tuesday.\n\n"
        "The governor of Davao de Oro declared a state of calamity and ordered the evacuation of five "
        "villages. About 310,000 people have left their homes.\n\n"
        "Japan and Australia promised 6 million dollars in aid. The government in Manila released 1.2 billion "
        "pesos from its emergency fund.\n\n"
        "Rebels of the New People\u2019s Army, who have been active in the region for five decades, announced "
        "a ceasefire of ten days so that relief teams could work. The army welcomed the offer but did not "
        "suspend its own operations. \u201cWe will not shoot at anybody who is helping people,\u201d a "
        "spokesman said.\n\n"
        "In December the two sides had agreed to resume peace talks in Norway.",
    },
    {
        "id": "per-9",
        "title": "Court in Lima orders arrest of former governor",
        "date_publish": "2024-02-09T15:00:00-05:00",
        "source_domain": "andes.example.org",
        "maintext": "LIMA - A court in Lima ordered the arrest of a former governor on Friday on charges of having "
        "taken 3.1 million dollars in bribes from a road-building company, and police searched eleven houses in "
        "Lima and Cusco.\n\n"
        "Prosecutors accuse Ra\u00fal Quispe, who governed the Cusco region until 2022, of having led a "
        "criminal organisation. Quispe, who is believed to be in Bolivia, rejected the charges in a video and "
        "said that he was being persecuted by his political opponents.\n\n"
        "Peru asked Bolivia to extradite him. The Bolivian government said that it would examine the "
        "request.\n\n"
        "Supporters of Quispe blocked the railway to Machu Picchu for six hours. Police cleared the tracks in "
        "the evening and detained 17 people; a policeman was wounded by a stone.\n\n"
        "The company, Andean Roads, said that it was cooperating with the investigation. Two of its managers "
        "pleaded guilty in January and will testify against Quispe.\n\n"
        "Peru\u2019s last six presidents have all been investigated for corruption.",
    },
]

RAID = {
    "id": "mex-21",
    "title": "Mexican marines seize two tonnes of cocaine",
    "date": "1705536000",
    "url": "https://news.example.org/americas/marines-seize-cocaine",
    "text": "MAZATLAN, Mexico (Pacific News Agency) \u2014 Mexican marines seized more than two tonnes of cocaine "
    "on a fishing boat off the coast of Sinaloa on Wednesday and arrested seven men, the navy said.\n\n"
    "A helicopter fired warning shots when the crew tried to flee.\u00a0The boat had left Ecuador nine "
    "days earlier, ac\u00adcording to the navy.\n\n"
    "It was the largest seizure since last August. The navy said that the drugs belonged to a faction of "
    "the Sinaloa\u200b cartel that is led by Ovidio Beltr\u00e1n. A court in the United States has "
    "offered 5 million dollars for his capture.\n\n"
    "Hours after the raid gunmen burned trucks on the road between Culiac\u00e1n and Mazatl\u00e1n and "
    "shot at an army patrol, wounding a soldier. The governor said that schools would stay closed on "
    "Thursday.\n\n"
    "The United States praised the operation. The two countries agreed in December to share more "
    "intelligence on drug shipments, and Washington promised Mexico three patrol aircraft.\n\n"
    "____\n\n"
    "Copyright 2024 Pacific News Agency. All rights reserved.",
}


def warc_record(kind: str, uri: str, number: int, body: bytes, content_type: str) -> bytes:
    """Return one WARC record as a gzip member of its own."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Date: 2024-03-01T00:00:00Z\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)


def response(uri: str, number: int, page: bytes, content_type: str) -> bytes:
    """Return a WARC response record with its HTTP header."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(page)}\r\n\r\n"
    return warc_record("response", uri, number, head.encode() + page, "application/http; msgtype=response")


def archive() -> bytes:
    """Return a web archive with two news pages, in two encodings, and a picture."""
    return b"".join(
        (
            warc_record("warcinfo", "", 1, b"software: examples/build.py\r\n", "application/warc-fields"),
            response(
                "https://wire.example.org/2023/10/05/airstrike", 2, AIRSTRIKE.encode(), "text/html; charset=utf-8"
            ),
            response("https://wire.example.org/logo.png", 3, b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png"),
            response("https://wire.example.org/2024/02/28/talks", 4, PEACE_TALKS.encode("latin-1"), "text/html"),
        )
    )


def table() -> bytes:
    """Return a Parquet file with two articles."""
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(TABLE), buffer, compression="zstd")
    return buffer.getvalue()


def main() -> None:
    """Write the files."""
    NEWS.mkdir(exist_ok=True)
    DAMAGED.mkdir(exist_ok=True)
    whole = archive()
    (NEWS / "kidnapping_cp1252.txt.gz").write_bytes(gzip.compress(KIDNAPPING.encode("cp1252"), mtime=0))
    (NEWS / "archive.warc.gz").write_bytes(whole)
    (NEWS / "table.parquet").write_bytes(table())
    line = json.dumps(RAID, ensure_ascii=False).encode() + b"\n"
    (NEWS / "raid.jsonl.zst").write_bytes(zstandard.ZstdCompressor(level=9).compress(line))
    (DAMAGED / "empty.txt").write_bytes(b" \n\n")
    (DAMAGED / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40))
    packed = gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in TABLE), mtime=0)
    (DAMAGED / "truncated.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (DAMAGED / "truncated.warc.gz").write_bytes(whole[: len(whole) - 600])


if __name__ == "__main__":
    main()
