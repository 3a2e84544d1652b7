"""Why a mention of an act becomes no event: codes, names and explanations.

1xx: the words do not report an act of their own, 2xx: the act is none of politics or conflict, 3xx: the text does not
tell it as real, or not between whom, 4xx: all mentions together do not amount to a row.
"""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """A reason for a refusal: a short name for tables and a sentence that explains it."""

    name: str
    sentence: str


REFUSALS: dict[str, Reason] = {
    "NV101": Reason("another sense", "The words mean something else here: a guard frame fits them better."),
    "NV102": Reason("object of another sense", "The word is the object of a predicate that means something else here."),
    "NV103": Reason("no act in the operator", "What the outer word makes of the act inside it is no event."),
    "NV104": Reason("no recipient", "The frame holds only with a recipient, and none is told."),
    "NV105": Reason("no actor", "The frame holds only with an actor, and none is told."),
    "NV106": Reason("inside another act", "The act is only the content of another one, which is coded instead."),
    "NV107": Reason(
        "noun that reports nothing", "A noun of this kind names an act without reporting that it took place."
    ),
    "NV108": Reason("participle before a noun", "A participle before a noun describes it and reports nothing."),
    "NV109": Reason("adjective without a clause", "The adjective is no predicate of a clause."),
    "NV110": Reason("no event in this tense", "An act of this type in this tense or modality is no event."),
    "NV201": Reason("fiction", "The act is told as the content of a novel, film or game."),
    "NV202": Reason("accident", "Nobody did it: the words tell of an accident or of nature."),
    "NV203": Reason("no human force", "What did it is a force of nature, a disease or the like."),
    "NV204": Reason("nobody who can will it", "What did it can will nothing, and nobody else is told."),
    "NV205": Reason(
        "nothing that can be hurt", "What it was done to cannot be hurt: the words are a figure of speech."
    ),
    "NV206": Reason("sport or business", "The sentence is about sport, the market or private life."),
    "NV207": Reason("private parties", "No side is a state, body, armed group, office, nation or named person."),
    "NV208": Reason("no office", "Who resigns holds no office of state, party or force."),
    "NV209": Reason(
        "article of another domain", "The article is about something else, and no state or force is named with the act."
    ),
    "NV301": Reason(
        "not told as real", "It is only possible or denied, and not said of known parties in a clause of its own."
    ),
    "NV302": Reason(
        "tells who somebody is", "The act only tells one of a kind apart: the only, first or last who did it."
    ),
    "NV303": Reason("no author", "An act of speech or of two parties needs somebody who does it, and nobody is told."),
    "NV304": Reason("private visit", "Private persons without a name visit somebody."),
    "NV305": Reason("same on both sides", "Actor and recipient are one."),
    "NV306": Reason("nobody asked", "A request needs what is asked, who is asked or a public body that asks."),
    "NV307": Reason("nobody supported", "Support needs somebody who is supported."),
    "NV308": Reason("nobody yielded to", "A concession needs somebody it is made to, or a public body that makes it."),
    "NV309": Reason("no partner", "An agreement or meeting needs a second side."),
    "NV310": Reason("no public body", "Cooperation counts where a public body takes part."),
    "NV311": Reason("nobody aided", "Aid needs somebody who receives it."),
    "NV312": Reason("nobody accused", "A noun for an accusation needs somebody who is accused."),
    "NV313": Reason("acts in general", "A plural noun for violence without actors or people is about acts in general."),
    "NV314": Reason(
        "between private persons", "Acts of this type count where one side is public or the sides are of two countries."
    ),
    "NV315": Reason("private withdrawal", "A withdrawal counts where a public body or force withdraws."),
    "NV316": Reason("stationed", "A participle only says where forces are; who sent them and when is not told."),
    "NV318": Reason("standing", "What people or things are there to do, or do by habit, is no act that took place."),
    "NV319": Reason(
        "unlike an act", "No word that tells the act is at all like words that tell such acts in what was learned from."
    ),
    "NV401": Reason("not sure enough", "No mention of the act is sure enough to be written."),
    "NV402": Reason("talk", "Violence or an act is spoken of without anybody or anything it was done to."),
    "NV403": Reason(
        "nothing told of it", "The text tells of an attack neither day, harm, thing hit, means nor both sides."
    ),
    "NV404": Reason("less sure than asked for", "The row is less sure than the option --min-confidence asks for."),
}
"""Code to reason; the codes never change their meaning."""
