"""Actors: who a phrase names, of which country and PLOVER sector."""

from transforms.extract.actors.abroad import of_many_states as of_many_states
from transforms.extract.actors.classes import CLASSES as CLASSES
from transforms.extract.actors.classes import class_of as class_of
from transforms.extract.actors.classes import is_anybody as is_anybody
from transforms.extract.actors.classes import is_direction as is_direction
from transforms.extract.actors.context import ActorContext as ActorContext
from transforms.extract.actors.context import actor_context as actor_context
from transforms.extract.actors.lexicon.entries import Actors as Actors
from transforms.extract.actors.lexicon.load import load_actors as load_actors
from transforms.extract.actors.lexicon.load import packaged as packaged
from transforms.extract.actors.lexicon.names import NameMatch as NameMatch
from transforms.extract.actors.lexicon.names import find_names as find_names
from transforms.extract.actors.mentions import is_body as is_body
from transforms.extract.actors.nations import NEAR as NEAR
from transforms.extract.actors.nations import nation_before as nation_before
from transforms.extract.actors.phrase import Coding as Coding
from transforms.extract.actors.pronouns import noun_meant as noun_meant
from transforms.extract.actors.resolver import code_phrase as code_phrase
from transforms.extract.actors.resolver import resolve_coding as resolve_coding
from transforms.extract.actors.resolver import resolve_party as resolve_party
