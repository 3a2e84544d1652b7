"""Named bodies by class: parliaments, forces, services, parties, media, universities, unions, churches, companies."""

import pytest

from transforms.extract.actors import code_phrase

CLASSES = {
    "LEG": """EST Riigikogu; ISR the Knesset; DNK Folketing; NOR the Storting; SWE Riksdag; FIN Eduskunta; LVA Saeima;
        LTU Seimas; POL the Sejm; UKR Verkhovna Rada; RUS the State Duma; KAZ Mazhilis; KGZ Jogorku Kenesh;
        UZB Oliy Majlis; AZE Milli Majlis; NLD Tweede Kamer; AUT Nationalrat; DEU the Bundestag; HRV Sabor;
        SRB Narodna skupština; HUN Országgyűlés; ISL Althing; MNG State Great Khural; BGD Jatiya Sangsad;
        IND Lok Sabha; MMR Pyidaungsu Hluttaw; MYS Dewan Rakyat; THA Ratthasapha; JPN House of Councillors;
        TWN Legislative Yuan; PRK Supreme People's Assembly; MHL Nitijela; TUR Grand National Assembly of Turkey;
        IRQ Kurdistan Parliament; UKR Crimean parliament; ESP Cortes Generales; GBR Tynwald; IRL Seanad""",
    "COP": """DEU Bundespolizei; ITA Polizia di Stato; FRA Gendarmerie nationale; NLD Marechaussee; PRT Guarda Nacional
        Republicana; TUR Jandarma; BRA Polícia Federal; ARG Prefectura Naval; VEN CICPC; ZAF SAPS; NGA Nigeria Police
        Force; ZWE Zimbabwe Republic Police; IDN Brimob; MYS Royal Malaysia Police; IND Enforcement Directorate;
        JPN Japan Coast Guard; UKR Berkut; HTI Police nationale d'Haïti; NPL Armed Police Force; GBR Police Scotland""",
    "MIL": """DEU Luftwaffe; FRA Légion étrangère; ISR Sayeret Matkal; SDN Sudanese Armed Forces;
        UGA UPDF; ZAF South African Defence Force; USA Seventh Fleet; USA 75th Ranger Regiment; IRN Artesh; SRB JNA;
        VEN FANB; MEX SEMAR; THA Royal Thai Army; VNM People's Army of Vietnam; GBR Gurkhas; RUS Strategic Rocket
        Forces; PNG Papua New Guinea Defence Force; EST Kaitseliit""",
    "SPY": """NLD AIVD; ROU Serviciul Român de Informații; POL Służba Bezpieczeństwa; BRA ABIN; VEN SEBIN; COL
        Departamento Administrativo de Seguridad; MEX CISEN; BGD DGFI; SOM NISA; KAZ KNB; TUR Milli İstihbarat
        Teşkilatı; DZA DRS Algeria; SWE Swedish Security Service; PRK Reconnaissance
        General Bureau; IDN Badan Intelijen Negara""",
    "PTY": """AUT SPÖ; ZWE MDC; KEN Azimio; TZA Chadema; MOZ Frelimo; NAM Swapo; GHA New Patriotic Party;
        THA Bhumjaithai; LKA National People's Power; PER Perú Libre; VEN Voluntad Popular; MEX Movimiento
        Ciudadano; IRQ Gorran;
        LBN Kataeb; ISR Agudat Israel; BGR Vazrazhdane; SVK Smer-SD; NOR Fremskrittspartiet; SWE Sweden Democrats""",
    "EDU": """CHN Tsinghua University; UGA Makerere University; FRA the Sorbonne; TUR Bogazici University; IND JNU;
        PSE Birzeit University; GBR SOAS; KEN Garissa University; USA Kent State; PER San Marcos University""",
    "LAB": """ZAF COSATU; ISR Histadrut; DEU IG Metall; NGA NUPENG; KOR KCTU; GRC ADEDY; MEX CNTE; URY PIT-CNT""",
    "REL": """RUS Russian Orthodox Church; IND Bajrang Dal; CHN Falun Gong; ZAF South African Council of Churches;
        GBR Church of England; UKR Orthodox Church of Ukraine; LKA Bodu Bala Sena; TUR Diyanet""",
    "BUS": """CHN Norinco; RUS Sukhoi; MEX FEMSA; NGA Air Peace; ZMB Mopani Copper Mines; KOR Hanwha; NOR Yara""",
    "CRM": """ECU Los Choneros; HTI 400 Mawozo; COL Los Rastrojos; MEX Knights Templar Cartel; ITA Sacra Corona Unita;
        JPN Yakuza; HKG 14K; BRA Terceiro Comando""",
    "GOV": """THA Bank of Thailand; UKR National Bank of Ukraine; MYS Bernama; AZE Azertac; KWT KUNA; BLR BelTA;
        SAU House of Saud; KEN IEBC; PHL Comelec; USA NASA; TWN Executive Yuan""",
    "JRN": """RUS Novaya Gazeta; NGA Sahara Reporters; DEU Die Welt; TUR Bianet; PHL Rappler; COL El Colombiano;
        SOM Radio Shabelle; DEU dpa; CHL El Mostrador; POL Rzeczpospolita""",
    "SOC": """ARG Mothers of the Plaza de Mayo; IND Narmada Bachao Andolan; RUS OVD-Info""",
    "JUD": """ESP Audiencia Nacional; PHL Sandiganbayan; TUR Yargıtay; IND Madras High Court; BRA Supremo Tribunal
        Federal; VEN Tribunal Supremo de Justicia""",
}  # fmt: skip
BODIES = [
    (" ".join(item.split()[1:]), item.split()[0], sector)
    for sector, listed in CLASSES.items()
    for item in listed.split(";")
]


@pytest.mark.parametrize(("name", "country", "sector"), BODIES)
def test_a_body_has_its_country_and_sector(name, country, sector):
    found = code_phrase(name)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("the 17th Front", None, "REB"),
        ("the 2nd Brigade", None, "MIL"),
        ("the Pacific Fleet", None, "MIL"),
        ("Asamblea Nacional", None, "LEG"),
        ("Ecuador's Asamblea Nacional", "ECU", "LEG"),
        ("Policía Nacional", None, "COP"),
        ("Omani Majlis al-Shura", "OMN", "LEG"),
        ("a Bolivian diputado", "BOL", "LEG"),
    ],
)
def test_a_native_or_numbered_body_without_a_name_of_its_own(text, country, sector):
    found = code_phrase(text)
    assert (found.name, found.country, found.sector) == (None, country, sector)


def test_a_name_that_several_countries_have_goes_to_the_one_in_the_phrase():
    assert code_phrase("Turkey's MIT").sector == "SPY"
    assert code_phrase("MIT").sector == "EDU"
    assert code_phrase("the National Front of France").name == "National Front (France)"
    assert code_phrase("the State Security Service of Nigeria").country == "NGA"
    assert code_phrase("Japan's House of Representatives").country == "JPN"
    assert code_phrase("the House of Representatives").country == "USA"


def test_an_article_is_no_capital_of_a_name():
    assert code_phrase("The guardian").name is None


@pytest.mark.parametrize(
    "name",
    ["Law and Justice", "Peace Now", "Folketing", "Doctors Without Borders",
     "Liberians United for Reconciliation and Democracy", "Front for the Liberation of the Enclave of Cabinda"],
)  # fmt: skip
def test_a_name_that_reads_like_a_clause_is_one_actor(code, name):
    (events,) = code(f"A spokesman said that {name} condemned the army of Chad on Friday.")
    actors = [party for event in events for party in event.actors]
    assert [(party.text, party.country) for party in actors] == [(name, code_phrase(name).country)]


@pytest.mark.parametrize(
    "text", ["The two presidents spoke by telephone on Monday.", "The two leaders spoke by phone late on Sunday."]
)
def test_a_counted_plural_has_both_sides_of_a_talk(code, text):
    (events,) = code(text)
    assert [(e.event_type, e.event_mode) for e in events] == [("CONSULT", "phone")]
    (actor,) = events[0].actors
    assert actor.text == text.split(" spoke")[0]
    assert (actor.name, actor.country, events[0].recipients) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("a park ranger", None, "GOV"),
        ("state troopers", None, "COP"),
        ("a Danish archaeologist", "DNK", "EDU"),
        ("Bavarian police", "DEU", "COP"),
        ("Dagestani smallholders", "RUS", "AGR"),
        ("Sicilian stevedores", "ITA", "LAB"),
        ("peacekeepers", None, "MIL"),
        ("Zanzibari interpreters", "TZA", "CVL"),
        ("the displaced families of Darfur", "SDN", "REF"),
    ],
)
def test_a_role_noun_tells_the_sector_and_its_region_the_country(text, country, sector):
    found = code_phrase(text)
    assert (found.country, found.sector) == (country, sector)


def test_directions_reflexives_and_bare_numbers_are_nobody(code):
    sent, killed, met = code(
        "The government sent food to the northeast of the country and to the south on Monday.",
        "The prisoner killed himself in his cell.",
        "The two met in Moscow on Tuesday.",
    )
    assert all(not party.text.endswith(("northeast", "south")) for event in sent for party in event.recipients)
    assert all(party.text != "himself" for event in killed for party in (*event.actors, *event.recipients))
    assert all((party.name, party.country) == (None, None) for event in met for party in event.actors)


def test_a_body_of_state_is_not_the_one_of_another_country():
    found = code_phrase("Malta's State Security Service")
    assert (found.name, found.country, found.sector) == (None, "MLT", "SPY")
    assert code_phrase("the FBI's Moscow office").country == "USA"


def test_the_body_in_the_title_tells_which_office_is_meant():
    assert code_phrase("NATO Secretary General Jens Stoltenberg").country == "IGO"
    assert code_phrase("EU foreign policy chief Josep Borrell").country == "EUR"


def test_a_participle_with_an_article_is_people(code):
    (events,) = code("Police arrested the accused in Lima on Monday.")
    assert [(p.text, p.sector) for p in events[0].recipients] == [("the accused", "CRM")]


def test_where_an_explosion_killed_people_is_no_recipient(code):
    hurt, hit = code(
        "An explosion in a park in Kabul killed five people.",
        "A bomb attack on a mosque in Peshawar killed ten people.",
    )
    assert [p.text for event in hurt for p in event.recipients] == ["five people"]
    assert [p.text for event in hit for p in event.recipients] == ["ten people"]
    assert [t.text for event in hit for t in event.targets] == ["mosque"]
