"""Words between parties: who speaks to whom, and what is only the topic, the scene or the speaker's own."""

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # the scene and the topic of talks are no party
        ("The two leaders met in Cairo.", "CONSULT", ["leaders"], []),
        ("The two presidents held a three-hour meeting in Astana.", "CONSULT", ["presidents"], []),
        ("China and Russia wrapped up consultations on arms control.", "CONSULT", ["China", "Russia"], []),
        ("EU leaders gathered in Brussels to discuss the war.", "CONSULT", ["EU leaders"], []),
        # what is asked for is nobody
        ("The United Nations called for calm.", "REQUEST", ["United Nations"], []),
        ("Britain called for restraint from both sides.", "REQUEST", ["Britain"], ["both sides"]),
        # passive verbs of expectation and readiness
        ("Turkey is expected to sign a gas deal with Azerbaijan.", "AGREE", ["Turkey"], ["Azerbaijan"]),
        ("The government is prepared to release political prisoners.", "AGREE", ["government"], ["prisoners"]),
        ("The Polish president is to visit Ukraine next week.", "AGREE", ["Polish president"], ["Ukraine"]),
        # who receives is not who gives, whatever verb stands above
        ("Armed groups receive funding from the United States.", "AID", ["United States"], ["groups"]),
        # headlines
        ("Seoul, Tokyo agree to share radar data.", "AGREE", ["Seoul", "Tokyo"], []),
        ("Saudi Arabia lifts blockade of Qatar in breakthrough agreement.", "RETREAT", ["Saudi Arabia"], ["Qatar"]),
        # particles that the parser counts with the next preposition
        ("Belarus handed the suspect over to Russia.", "COOPERATE", ["Belarus"], ["Russia"]),
        # the speaker's own words and decisions
        ("The OIC expressed its total rejection of the Israeli plan.", "REJECT", ["OIC"], ["Israeli"]),
        ("Parliament passed a resolution criticising the Dutch minister.", "ACCUSE", ["Parliament"], ["minister"]),
        ("The minister is under investigation by prosecutors.", "ACCUSE", ["prosecutors"], ["The minister"]),
        ("The king stood by the prime minister.", "SUPPORT", ["The king"], ["the prime minister"]),
        (
            "The envoy held a meeting with former Somali president Sharif in Mogadishu.",
            "CONSULT",
            ["envoy"],
            ["Sharif"],
        ),
        # strikers are public whoever they are
        ("Teachers said they will not end the strike.", "REJECT", ["Teachers"], []),
        # people of one country with another
        ("Some 9,000 Nigerians have sought refuge in Niger.", "REQUEST", ["Nigerians"], ["Niger"]),
    ],
)
def test_who_speaks_to_whom(code, text, kind, actors, recipients):
    (events,) = code(text)
    found = [e for e in events if e.event_type == kind]
    assert found, [e.event_type for e in events]
    event = found[0]
    assert len(event.actors) == len(actors)
    assert all(want in party.text for want, party in zip(actors, event.actors, strict=True))
    assert len(event.recipients) == len(recipients)
    assert all(want in party.text for want, party in zip(recipients, event.recipients, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "The foreign minister agreed to an interview with the newspaper.",
        "The minister declined comment.",
        "America's goals are to prevent rebel cells from growing again.",
        "As a security source told the newspaper, our preference is to get them home.",
        "The minister thanked his family.",
        "The couple visited Spain last summer.",
        "The army received 80 percent support from voters in the poll.",
        "The company lost its appeal of the court ruling in Chile.",
        "Labour had broken its promises, he said.",
        "I was guilty of pride, the senator said.",
        "A critic said they were in love with opera.",
        "The spokesman spoke out with a warning about the weather in Egypt.",
    ],
)
def test_words_that_are_no_act_between_parties(code, text):
    (events,) = code(text)
    assert not events, [(e.event_type, e.rule) for e in events]


def test_who_is_sued_did_what_he_is_sued_for(code):
    (events,) = code("The commission began a legal case against Poland for refusing to obey the court.")
    refusals = [e for e in events if e.event_type == "REJECT"]
    assert [p.text for e in refusals for p in e.actors] == ["Poland"]


def test_noun_before_a_pronoun_subject_fills_the_gap(code):
    (events,) = code("The Pentagon said the Kurds it had backed would form a border force.")
    backing = [e for e in events if e.event_type == "SUPPORT"]
    assert [p.text for e in backing for p in e.recipients] == ["the Kurds"]


def test_without_and_aims_are_no_refusals(code):
    texts = (
        "Jets could not operate without both Russia and Syria agreeing not to fire.",
        "He invaded the province to repulse the Kurds, not to help American forces.",
    )
    assert not [e for events in code(*texts) for e in events if e.event_type == "REJECT" and e.status == "occurred"]


def test_where_a_ceasefire_was_signed_is_no_party_to_it(code):
    abroad, named = code(
        "The army and the rebels signed a ceasefire in Geneva.", "Iran signed a ceasefire with Iraq in Geneva."
    )
    assert [e.event_type for e in abroad] == ["RETREAT"]
    assert not abroad[0].recipients
    assert [r.text for r in named[0].recipients] == ["Iraq"]


def test_advice_and_doubt_are_no_threats(code):
    advice, doubt, order = code(
        "Police warned residents to avoid the area.",
        "The minister is sceptical that Turkey will attack Syria.",
        "The government warned Turkey to withdraw its troops.",
    )
    assert not advice
    assert not any(e.event_type == "THREATEN" for e in doubt)
    assert [e.event_type for e in order] == ["THREATEN"]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("The Danish premier made the remark during a visit to Iceland.", ["The Danish premier"], ["Iceland"]),
        ("Speaking on a trip to Lima Monday, the Bolivian minister asked for patience.", ["minister"], ["Lima"]),
        ("The head of the army spoke after talks Friday with the Chilean envoy.", ["The head"], ["Chilean envoy"]),
        ("Norway's king and Ghana's president, smiling, left after a meeting in Oslo.", ["king", "president"], []),
    ],
)
def test_who_does_something_on_the_occasion_of_a_talk_takes_part_in_it(code, text, actors, recipients):
    (events,) = code(text)
    event = next(e for e in events if e.event_type == "CONSULT")
    assert [any(part in p.text for part in actors) for p in event.actors] == [True] * len(actors)
    assert [any(part in p.text for part in recipients) for p in event.recipients] == [True] * len(recipients)


def test_those_hurt_on_a_journey_or_doing_things_around_a_meeting_of_others_do_not_hold_it(code):
    texts = ("The couple were robbed on a trip to Peru.", "The law was changed before a meeting with investors.")
    assert not [e for events in code(*texts) for e in events if e.event_type == "CONSULT"]


def test_what_stands_after_anti_is_whom_a_protest_is_against(code):
    (events,) = code("The ruling led to mass anti-government rallies in Lima.")
    assert [e.event_type for e in events] == ["PROTEST"]
    assert not events[0].actors
    assert [p.text for p in events[0].recipients] == ["government"]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # a deed whose phrase says who did it to whom is told by its noun
        ("They met despite a Polish boycott of Hungarian envoys.", "SANCTION", ["Polish"], ["Hungarian envoys"]),
        ("Judges heard of the junta's repression of the miners in 1994.", "COERCE", ["junta"], ["the miners"]),
        ("About 40 prisoners on a hunger strike were moved to a clinic.", "PROTEST", ["prisoners"], []),
        ("The Kenyan-led invasion of Somalia began in 2011.", "ASSAULT", ["Kenyan"], ["Somalia"]),
        # an accusation that is answered was made
        ("Serbia rejected Kosovo's accusation.", "ACCUSE", ["Kosovo"], ["Serbia"]),
        ("Chad has denied allegations by an exiled group.", "ACCUSE", ["an exiled group"], ["Chad"]),
        # only a state charges and investigates
        ("Two colonels are facing charges over the deaths.", "ACCUSE", [], ["Two colonels"]),
        ("The investigation into the merchant's death lasted a year.", "ACCUSE", [], []),
    ],
)
def test_acts_told_by_nouns(code, text, kind, actors, recipients):
    (events,) = code(text)
    event = next((e for e in events if e.event_type == kind), None)
    assert event, [e.event_type for e in events]
    assert [any(part in p.text for part in actors) for p in event.actors] == [True] * len(actors)
    assert [any(part in p.text for part in recipients) for p in event.recipients] == [True] * len(recipients)


@pytest.mark.parametrize(
    "text",
    [
        "Riot police stood by.",
        "The network had not been told of the ban.",
        "He was moved to a prison for officers.",
        "A spokesman denied the charge.",
        "Boycotts of elections are rare.",
        "The Society for the Prohibition of Landmines opened an office.",
        "The guild favours the confiscation of the landlords' fields.",
    ],
)
def test_nouns_that_name_an_act_without_telling_it(code, text):
    (events,) = code(text)
    assert not [e for e in events if e.event_type in ("ACCUSE", "COERCE", "PROTEST", "SANCTION")]
