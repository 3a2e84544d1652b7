"""A model of the words that tell acts: it weighs what the frames read, and speaks where they are silent."""

from transforms.extract.opinion.door import load_opinion as load_opinion
from transforms.extract.opinion.question import Answer as Answer
from transforms.extract.opinion.question import Question as Question
