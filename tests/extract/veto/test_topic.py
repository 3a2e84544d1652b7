"""An article is of another domain where the words of that domain outweigh those of politics and conflict."""

import pytest

from transforms.extract.veto.topic import LEAST, topic_of

ARTICLES = {
    "sport": "The striker scored twice as the home team won the final. The coach praised the goalkeeper and his fans.",
    "business": "The company said its profits rose. Investors sold shares in the retailer after the merger was priced.",
    "culture": "The singer wrote the songs for the film. Its director won an award at the festival for the drama.",
    "technology": "The browser runs on any laptop or phone. Users download software from the website.",
    "science": "The researchers studied the genes of a whale species. The scientist found the protein in each cell.",
    "accident": "The lorry crashed on the motorway in heavy rain. Two passengers were cut from the wreckage.",
    "private": "The bride and the groom met on holiday. Her boyfriend cooked dinner and baked a cake for the wedding.",
}


@pytest.mark.parametrize("topic", ARTICLES)
def test_articles_of_other_domains_are_told_with_their_words(topic):
    found = topic_of(ARTICLES[topic])
    assert found.name == topic
    assert len(found.words) >= LEAST
    assert found.evidence.startswith(f"{topic}: ")
    assert all(word in ARTICLES[topic].lower() for word in found.words)


@pytest.mark.parametrize("topic", ARTICLES)
def test_politics_and_conflict_outweigh_other_words(topic):
    told = " The minister and the rebels signed a ceasefire. Soldiers left the province; parliament and the president "
    told += "praised the treaty, the ambassador and the opposition. Troops fired."
    mixed, alone = topic_of(ARTICLES[topic] + told), topic_of(ARTICLES[topic])
    assert mixed.name == ""
    assert mixed.lean < 0 < alone.lean


def test_a_few_words_decide_nothing():
    assert topic_of("The goal of the match.").name == ""
    assert topic_of("").name == ""


def test_in_an_article_of_another_domain_states_and_bloodshed_still_count(coded):
    filler = "The band's album topped the chart. The guitarist and the composer won an award at the film festival. "
    texts = [
        filler + "The culture minister condemned Maria Lund.",
        filler + "Gunmen killed the singer Maria Lund in Lima on Monday.",
        filler + "The choir condemned Maria Lund.",
    ]
    state, murder, choir = coded(*texts)
    assert [event.event_type for event in state.events] == ["ACCUSE"]
    assert [event.event_type for event in murder.events] == ["ASSAULT"]
    assert not choir.events


def test_countries_in_an_article_about_sport_are_teams(coded):
    filler = "The striker scored in the final. The coach, the goalkeeper and the fans left with the trophy. "
    (found,) = coded(filler + "Peru had attacked Chile down the left.")
    assert not found.events
    assert "NV209" in {refusal.code for refusal in found.refusals}


def test_in_news_of_the_market_states_and_strikes_count_and_deals_do_not(coded):
    filler = "Tarvik Corp shares rose 3 pct. Its subsidiary shipped 400 tonnes of copper for undisclosed proceeds. "
    texts = [
        filler + "Tarvik agreed to sell a unit to Ostrom Inc.",
        filler + "The trade ministry rejected a bid by Ostrom Inc.",
        filler + "Dockers went on strike at the port on Monday.",
    ]
    deal, ministry, strike = coded(*texts)
    assert not deal.events
    assert {refusal.code for refusal in deal.refusals} & {"NV206", "NV209"}
    assert [event.event_type for event in ministry.events] == ["REJECT"]
    assert [event.event_type for event in strike.events] == ["PROTEST"]


def test_firms_that_deal_with_each_other_are_private_wherever_they_are_of(coded):
    deal, state = coded(
        "The Kenyan company held talks with a Ugandan bank.",
        "The Kenyan company held talks with the Ugandan government.",
    )
    assert "NV207" in {refusal.code for refusal in deal.refusals}
    assert not deal.events
    assert [event.event_type for event in state.events] == ["CONSULT"]


@pytest.mark.parametrize(
    "text",
    ["Orven Plc agreed to acquire a rival for an undisclosed sum.", "Tarvik Inc. held talks with Ostrom Ltd in Oslo."],
)
def test_the_form_of_a_name_makes_it_that_of_a_firm(coded, text):
    (found,) = coded(text)
    assert not found.events


def test_a_thing_is_no_attacker_beside_nobody_in_particular(coded):
    (found,) = coded("A scheme in a place like that kills people.")
    assert not found.events
