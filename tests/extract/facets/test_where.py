"""Where an act was: what its own clause tells, never a topic, an example or an origin."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


@pytest.fixture(scope="module")
def place(model):
    """Return a function from a text and a trigger to the place of the one event that the trigger tells."""

    def run(text, trigger):
        (processed,) = process_batch(
            [RawRecord("a.txt", "0", "text", data=f"date 2021-06-17 {text}".encode())], settings=Settings()
        )
        (event,) = [e for e in processed.events if trigger in {m.trigger for m in e.mentions}]
        return event.place.name if event.place and event.place.basis != "article" else None

    return run


@pytest.fixture(scope="module")
def tied(model):
    """Return a function from a text and a trigger to name, precision and basis of the place of the event told by it."""

    def run(text, trigger):
        (processed,) = process_batch([RawRecord("a.txt", "0", "text", data=text.encode())], settings=Settings())
        (event,) = [e for e in processed.events if trigger in {m.trigger for m in e.mentions}]
        return (event.place.name, event.place.precision, event.place.basis) if event.place else None

    return run


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # a topic
        ("The two ministers met on Tuesday for peace talks on Syria.", "met"),
        ("Envoys discussed a plan on Libya by telephone on Monday.", "discussed"),
        # the party to which it is done
        ("Iranian officers assisted Russia on Tuesday, a spokesman said.", "assisted"),
        ("The minister on Monday praised Norway, a spokesman said.", "praised"),
        # examples
        (
            "The shooting of a student on Tuesday comes amid debate over police in cities such as Oslo and Rome.",
            "shooting",
        ),
        # what lies at a border, where a party was before, and what a party deals with
        ("Troops killed four rebels on Tuesday near the border with Chad.", "killed"),
        ("The army executed nine men on Monday who were captured in Ghana.", "executed"),
        ("Rebels attacked troops on Monday after the withdrawal of forces of colonial power Spain.", "attacked"),
        # what an act is for, and against whom
        ("The army shot six men on Monday to discourage others from fleeing to Ghana.", "shot"),
        ("Anti-U.S. riots went on for a third day on Monday.", "riots"),
        ("The minister lifted the sanctions against Ghana on Monday.", "lifted"),
        # from where help comes, and what is told of somebody
        ("Mali has worked since Monday with Niger on a rocket, with technical help from Norway.", "worked"),
        ("Holm, a nurse who moved to Chile with her sons, was killed by rebels on Monday.", "killed"),
        # the dateline of a report on an old act
        ("CAIRO (AP) - In 2014, soldiers killed a farmer.", "killed"),
        ("LIMA (AP) - In March rebels had shot a judge.", "shot"),
    ],
)
def test_these_are_no_places_of_the_act(place, text, trigger):
    assert place(text, trigger) is None


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("The group took territory in Syria. On Tuesday it seized the northern city of Mosul.", "seized", "Mosul"),
        ("The rebels trained in Chad. On Monday they captured the town of Gao.", "captured", "Gao"),
        ("The army had struck militant bases in parts of Lebanon's south on Tuesday.", "struck", "Lebanon"),
        ("Rebels shelled two villages in Syria's north on Tuesday.", "shelled", "Syria"),
        ("Rockets hit a market in Homs on Tuesday. The attack killed three farmers.", "killed", "Homs"),
    ],
)
def test_the_place_of_the_own_clause_comes_first(place, text, trigger, name):
    assert place(text, trigger) == name


def test_a_country_that_the_sentence_before_names_is_no_place_of_the_act(place):
    text = "The group holds land in neighbouring Iraq. Soldiers clashed with the militants on Tuesday outside a base."
    assert place(text, "clashed") is None


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Norwegian police arrested two students on Tuesday.", "arrested", "Norway"),
        ("A Chilean court sentenced a general on Monday.", "sentenced", "Chile"),
        ("Ghanaian authorities released a journalist on Monday.", "released", "Ghana"),
    ],
)
def test_police_courts_and_authorities_act_where_they_rule(place, text, trigger, name):
    assert place(text, trigger) == name


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Norwegian soldiers killed two rebels on Tuesday.", "killed"),
        ("The Ghanaian minister accused the rebels on Monday of lying.", "accused"),
    ],
)
def test_forces_and_envoys_may_be_anywhere(place, text, trigger):
    assert place(text, trigger) is None


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        (
            "Protests went on across Peru on Monday. Peru's president spoke to the nation. The Peruvian leader named a "
            "new cabinet. He asked for calm. Police shot two students.",
            "shot",
            ("Peru", "country", "article"),
        ),
        (
            "Ghana's parliament passed the law on Monday. The Ghanaian president signed it in Accra. He thanked the "
            "house. Two editors were arrested.",
            "arrested",
            ("Ghana", "country", "article"),
        ),
        ("Chilean rebels killed three Chilean farmers.", "killed", ("Chile", "country", "actor")),
    ],
)
def test_acts_that_no_words_place_were_in_the_country_of_their_article_or_sides(tied, text, trigger, found):
    assert tied(text, trigger) == found


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        (
            "The union cut ties after Togo's arrest of nine editors and the trial of two men who had fled to Norway.",
            "arrest",
            ("Togo", "country", "actor"),
        ),
        (
            "Lawyers blamed Norway for trading with Togo, citing the Togolese government's repression of its critics.",
            "repression",
            ("Togo", "country", "actor"),
        ),
    ],
)
def test_a_state_rules_at_home_whatever_country_another_clause_names(tied, text, trigger, found):
    assert tied(text, trigger) == found


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Oslo is confident that the rebel leader was killed on Tuesday.", "killed"),
        ("Karim Noor, from Leeds, has been killed by a drone.", "killed"),
        ("Lima and Quito were not sure that the hostages had been killed on Tuesday.", "killed"),
    ],
)
def test_a_town_that_is_a_government_or_a_home_is_no_place_of_the_act(place, text, trigger):
    assert place(text, trigger) is None


def test_words_are_said_anywhere(tied):
    text = (
        "Protests went on across Peru on Monday. Peru's president spoke to the nation. The Peruvian leader named a new "
        "cabinet. He asked for calm. The opposition accused the army of murder."
    )
    assert tied(text, "accused") is None


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        # a name with an article of its own
        ("The court in The Hague met again. It jailed a general.", "jailed", ("The Hague", "city", "paragraph")),
        ("Militants in the Gambia killed two judges.", "killed", ("Gambia", "country", "clause")),
        # a direction from a town needs no preposition
        ("A bomb north of Basra killed two soldiers.", "killed", ("Basrah", "admin2", "clause")),
        # a name before an act
        ("The report deals with the 2003 U.S.-led Iraq invasion.", "invasion", ("Iraq", "country", "clause")),
        # the act's own clause, not another one of its sentence
        (
            "Police held an editor in Lima and rebels opened fire at a market in southern Peru, killing three farmers.",
            "opened",
            ("Peru", "country", "clause"),
        ),
        # a place of which the act is told, and a town that is to be that of a meeting
        ("The king flew to Lima from Oslo, where he met the bishop.", "met", ("Oslo", "city", "clause")),
        (
            "Geneva will be the third meeting between the king and the president.",
            "meeting",
            ("Geneva", "city", "clause"),
        ),
        # a country by the strife in it
        ("The truce ended Colombia's long civil war on Monday.", "ended", ("Colombia", "country", "clause")),
        # nor does the second of two that only qualify lead to a place
        ("Kenyan and U.S. soldiers killed six rebels in Kismayo.", "killed", ("Kismayo", "city", "clause")),
    ],
)
def test_the_words_that_hold_a_place(tied, text, trigger, found):
    assert tied(text, trigger) == found
