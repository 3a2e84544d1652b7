"""Which day an act has: that of its own clause, that of the story where it goes on, or none."""

import datetime

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch

PUBLISHED = "2021-06-17"


@pytest.fixture(scope="module")
def row(model):
    """Return a function from a text and a trigger to the one event that the trigger tells."""

    def run(text, trigger, published=PUBLISHED):
        data = f"date {published} {text}".encode() if published else text.encode()
        (processed,) = process_batch([RawRecord("a.txt", "0", "text", data=data)], settings=Settings())
        (event,) = [e for e in processed.events if trigger in {m.trigger for m in e.mentions}]
        return event

    return run


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # done before what the text tells of
        ("Rebels had killed two soldiers near Mosul.", "killed"),
        ("The army said on Wednesday that rebels had shelled two villages near Homs.", "shelled"),
        # the day on which it was found out
        ("A court heard on Wednesday that two men killed a teacher in Leeds.", "killed"),
        ("Investigators concluded on Tuesday that soldiers shot two students in Lima.", "shot"),
        # the day of what came after it, or went on beside it
        ("A guard was treated on Tuesday after two men beat him at a mall in Leeds.", "beat"),
        ("The minister called his counterpart on Tuesday after a sailor was arrested in Oslo.", "arrested"),
        ("Ministers met in Oslo on Tuesday, while the rebels shelled a village near Homs.", "shelled"),
        # a stretch of time without a day
        ("Throughout the past years the militia has kidnapped nurses in Gao.", "kidnapped"),
        ("Soldiers killed two men in Gao in recent days.", "killed"),
    ],
)
def test_an_older_act_has_no_day_and_not_that_of_publication(row, text, trigger):
    found = row(text, trigger)
    assert (found.date_start, found.date_basis) == (None, "none")


@pytest.mark.parametrize(
    ("text", "trigger", "start"),
    [
        ("More than ten people were killed and more than 20 wounded on Tuesday in a blast in Kano.", "blast", 15),
        ("Five soldiers were killed and at least 12 injured on Monday in a raid in Mopti.", "raid", 14),
        ("Troops shot two men as they left a mosque in Kano on Tuesday.", "shot", 15),
        ("Gunmen shot a judge when he left a court in Quito on Monday.", "shot", 14),
        ("On Tuesday an air raid on a hospital in Idlib had wounded five people, a monitor said.", "raid", 15),
    ],
)
def test_a_day_reaches_the_act_through_what_shares_it(row, text, trigger, start):
    assert row(text, trigger).date_start == datetime.date(2021, 6, start)


@pytest.mark.parametrize(
    ("text", "trigger", "year"),
    [
        (
            "The town saw protests in 2014 over the shooting of an unarmed student by a police officer.",
            "shooting",
            2014,
        ),
        ("Relations worsened in 2018 after Ankara withdrew from the 2015 gas agreement.", "withdrew", 2018),
        ("In 2014, soldiers killed a farmer.", "killed", 2014),
        ("In 2012, police arrested ten students.", "arrested", 2012),
        ("It was the worst attack since 2005, when militants bombed a market in Karachi.", "bombed", 2005),
        ("It was the first vote since 2012, when soldiers arrested the president of Mali.", "arrested", 2012),
    ],
)
def test_a_year_dates_what_its_sentence_tells_of_it(row, text, trigger, year):
    found = row(text, trigger)
    assert (found.date_start, found.date_end) == (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    assert found.historical


def test_what_lies_before_an_old_day_is_historical_without_a_day(row):
    found = row("A guard was treated on March 3 after two men beat him at a mall in Leeds.", "beat")
    assert (found.date_start, found.historical) == (None, True)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            "In late December rebels killed a teacher.\n\nFrance then launched attacks on a base in Gao.",
            "launched attacks",
        ),
        ("In late December Chad arrested an envoy.\n\nMali later expelled a diplomat of Chad.", "expelled"),
    ],
)
def test_a_story_that_goes_on_keeps_its_time_across_paragraphs(row, text, trigger):
    found = row(text, trigger)
    assert (found.date_start, found.date_basis) == (datetime.date(2020, 12, 21), "anchored")
    assert found.historical


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Militants bombed a market in Karachi in 2005. Soldiers arrested a judge in Lahore.", "arrested"),
        ("Soldiers killed a farmer in Mali in 2012. They arrested a mayor in Gao.", "arrested"),
    ],
)
def test_the_sentence_after_a_year_is_historical_without_a_year_of_its_own(row, text, trigger):
    found = row(text, trigger)
    assert (found.date_start, found.historical) == (None, True)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The company has denied claims about a mine that flooded in 1998.", "denied"),
        ("A retired judge has urged ministers to avoid the 2009 kind of unrest.", "urged"),
        ("The minister lauded the release of two captains last year.", "lauded"),
        ("The envoy rebuked the king, whose speech in Lome a decade ago set the tone.", "rebuked"),
        ("Senators urged her to hold the vote due in June 2022 a year early.", "urged"),
    ],
)
def test_an_old_date_beside_a_fresh_act_is_that_of_something_else(row, text, trigger):
    assert row(text, trigger).date_basis in ("none", "publication")


def test_a_date_right_behind_the_noun_of_an_act_is_its_own(row):
    text = "The region has been bracing for strikes following the murder of two envoys in Lome last month."
    assert row(text, "murder").date_start == datetime.date(2021, 5, 1)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("44 policemen killed in a raid in Palawan were buried on Wednesday.", "killed"),
        ("Two officers wounded in a clash in Gao were flown home on Tuesday.", "clash"),
    ],
)
def test_the_day_of_those_hurt_is_not_that_of_the_act(row, text, trigger):
    assert row(text, trigger).date_basis in ("none", "publication")


def test_each_of_two_attacks_has_its_own_month(row):
    text = (
        "The Front claimed a bombing that killed 9 in Lyon last month and attacks in Rome in November that killed 40."
    )
    assert row(text, "bombing").date_start == datetime.date(2021, 5, 1)
    assert row(text, "attacks").date_start == datetime.date(2020, 11, 1)


def test_a_stretch_of_days_has_both_ends(row):
    found = row(
        "140 rebels have been killed in strikes in Chad between April 29 and May 8, a broadcaster said.", "killed"
    )
    assert (found.date_start, found.date_end) == (datetime.date(2021, 4, 29), datetime.date(2021, 5, 8))


def test_what_happened_has_no_day_after_publication(row):
    found = row("Ministers on Thursday will discuss the killing of two soldiers in Gao on July 3.", "killing")
    assert found.date_start != datetime.date(2021, 7, 3)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            "Two floods hit the province in 2018 and 2019. On Tuesday the government asked mayors to leave.",
            "asked",
        ),
        ("The council rejected the plan last month.", "rejected"),
    ],
)
def test_without_a_day_of_writing_a_weekday_is_no_date(row, text, trigger):
    assert row(text, trigger, published=None).date_start is None


def test_without_a_day_of_writing_a_weekday_is_the_nearest_to_the_day_told(row):
    text = "Smoke rose over Homs, Syria, December 25, 2018. On Wednesday rebels shelled a village near Homs."
    assert row(text, "shelled", published=None).date_start == datetime.date(2018, 12, 26)


@pytest.mark.parametrize(
    ("text", "trigger", "old"),
    [
        # a bare year, a month and year beside a day of the week, a day long before another that is told
        ("Rebels killed a teacher in Gao in 2004. The mayor met the envoy on Tuesday.", "killed", True),
        ("Students stormed the embassy in Quito in May 1984. The mayor met the envoy on Tuesday.", "stormed", True),
        ("Rebels shelled Gao on 3 May 2001. On 9 June 2004 the mayor met the envoy.", "shelled", True),
        ("Rebels shelled Gao on 3 May 2004. On 9 May 2004 the mayor met the envoy.", "shelled", False),
        ("Rebels shelled Gao on Tuesday. The mayor had met the envoy in 2003.", "shelled", False),
    ],
)
def test_an_article_without_a_day_tells_by_its_dates_what_is_background(row, text, trigger, old):
    assert row(text, trigger, published=None).historical == old


@pytest.mark.parametrize(
    ("text", "trigger", "published", "basis"),
    [
        ("It was Mr. Chirac's first visit to Spain since 1991.", "visit", PUBLISHED, "publication"),
        ("It was Mr. Chirac's first visit to Spain since 1991.", "visit", None, "none"),
        ("The shelling killed nine people in Gao, the most since 2013.", "killed", None, "none"),
        ("The army has been fighting rebels in Gao since 2012.", "fighting", None, "none"),
    ],
)
def test_since_when_an_act_is_the_first_or_goes_on_is_not_its_day(row, text, trigger, published, basis):
    found = row(text, trigger, published)
    assert found.date_basis == basis
    assert found.date_text is None


def test_a_date_does_not_reach_far_into_a_long_paragraph(row):
    text = (
        "In September the minister told reporters that troops would stay. An envoy called him livid. "
        "An aide shrugged off questions about it. The mayor of Gao denounced the minister."
    )
    assert row(text, "denounced").date_basis == "publication"


@pytest.mark.parametrize(
    ("text", "trigger", "start", "end"),
    [
        # so long before the act that the sentence dates
        (
            "Peru signed the treaty on Monday, five days after Kenyan troops killed two men in Garissa.", "killed",
            (2021, 6, 9), (2021, 6, 9),
        ),
        ("On Tuesday, two weeks after rebels shelled Gao, envoys met in Oslo.", "shelled", (2021, 6, 1), (2021, 6, 1)),
        ("On Tuesday, two weeks after rebels shelled Gao, envoys met in Oslo.", "met", (2021, 6, 15), (2021, 6, 15)),
        # in the year of a happening, or beside one
        ("Peru took the two hills during the 1941 war.", "took", (1941, 1, 1), (1941, 12, 31)),
        (
            "The camp closed after the 2011 death of two nurses in a shootout in Gao.", "shootout",
            (2011, 1, 1), (2011, 12, 31),
        ),
        # the day below a noun is its own
        (
            "Tuesday's raid was the first since a bomb attack on a market in the north of Kano on June 2.", "attack",
            (2021, 6, 2), (2021, 6, 2),
        ),
    ],
)  # fmt: skip
def test_days_counted_from_another_act_and_years_of_happenings(row, text, trigger, start, end):
    found = row(text, trigger)
    assert (found.date_start, found.date_end) == (datetime.date(*start), datetime.date(*end))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels broke a truce that was agreed in 2016. Troops shot two farmers in Gao.", "shot"),
        ("Since Ghana joined the union in 2014, trade has grown. Police arrested two editors.", "arrested"),
        ("In 2015 war broke out. Troops have killed 20 nurses and shelled two villages.", "shelled"),
    ],
)
def test_the_year_of_a_thing_or_since_when_is_not_that_of_what_follows(row, text, trigger):
    assert row(text, trigger).date_basis == "publication"


@pytest.mark.parametrize(
    ("text", "trigger", "historical"),
    [
        ("Rebels freed a nurse on Monday, five months after kidnapping her in Gao.", "kidnapping", True),
        ("Rebels freed a nurse on Monday, five days after kidnapping her in Gao.", "kidnapping", False),
        ("He spoke on Monday of the September 11, 2001 terrorist attacks on New York.", "attacks", True),
        ("He spoke on Monday of the bomb attack on a hotel in Lima on May 3, 2004.", "attack", True),
        ("The president spoke on Monday. Rebels killed two men in Lima on Friday, May 3, 2004.", "killed", False),
    ],
)
def test_old_acts_in_a_report_of_no_known_day(row, text, trigger, historical):
    assert row(text, trigger, published=None).historical is historical


@pytest.mark.parametrize(
    ("trigger", "start", "end"),
    [
        ("condemned", (2021, 1, 1), (2021, 1, 31)),
        ("killed", (2021, 3, 1), (2021, 3, 31)),
        ("arrested", (2021, 5, 1), (2021, 5, 31)),
    ],
)
def test_below_the_name_of_its_month_a_chronicle_tells_what_happened_in_it(row, trigger, start, end):
    text = (
        "January The year began with a coup in Mali. Norway condemned the coup. March Ministers met in Oslo. Rebels in "
        "Chad killed nine soldiers. May Police in Lima arrested two editors."
    )
    found = row(text, trigger)
    assert (found.date_start, found.date_end) == (datetime.date(*start), datetime.date(*end))
    assert (found.date_precision, found.date_basis) == ("month", "anchored")


def test_two_months_are_no_chronicle(row):
    text = "March Ministers met in Oslo. May Police in Lima arrested two editors."
    assert row(text, "arrested").date_basis == "publication"


@pytest.mark.parametrize(
    ("text", "trigger", "year", "historical"),
    [
        # so long after it, in a story that was at another date
        (
            "Such weapons were used in April. The pact is in danger 21 years after Norway signed the treaty.",
            "signed",
            2000,
            True,
        ),
        # a treaty is as old as its signing
        ("After the war, Norway signed the 1925 treaty.", "signed", 1925, True),
        # in what period an act is one of several
        ("Geneva will be the third meeting between the king and the president this year.", "meeting", 2021, False),
    ],
)
def test_years_of_acts_and_of_their_count(row, text, trigger, year, historical):
    found = row(text, trigger)
    assert (found.date_start.year, found.historical) == (year, historical)
    assert found.date_text != "this year"


def test_what_goes_on_until_now_has_no_year_of_another_clause(row):
    text = "His uncle was shot in Oslo in the 1990s as a fighter with a group, which has waged a war against Chile."
    assert row(text, "waged").date_basis == "none"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Eight soldiers killed in a raid near Gao were buried on Friday.", "killed"),
        ("Five nurses murdered by gunmen near Jos were cremated in Kano.", "murdered"),
    ],
)
def test_the_dead_did_not_die_on_the_day_of_their_burial(row, text, trigger):
    assert row(text, trigger).date_basis == "none"


@pytest.mark.parametrize(
    ("text", "later", "earlier"),
    [
        (
            "Chilean warplanes bombed camps in Peru on Thursday, four days after a bombing wounded six men in Arica.",
            "bombed",
            "bombing",
        ),
        (
            "Chadian jets bombed a camp in Niger on Tuesday, two weeks after a raid wounded six soldiers in Bol.",
            "bombed",
            "raid",
        ),
    ],
)
def test_an_act_is_not_the_one_that_it_follows_by_days(row, text, later, earlier):
    assert (row(text, later).wounded_low, row(text, earlier).wounded_low, row(text, earlier).actors) == (None, 6, ())
