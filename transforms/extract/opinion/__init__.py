"""A second opinion where the frames are silent: what a verb that joins two public parties reports."""

from transforms.extract.opinion.door import load_opinion as load_opinion
from transforms.extract.opinion.question import Answer as Answer
from transforms.extract.opinion.question import Question as Question
from transforms.extract.opinion.second import second_drafts as second_drafts
