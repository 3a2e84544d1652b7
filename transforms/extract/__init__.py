"""Structure to events: who did what to whom."""

from transforms.extract.coder import Coded as Coded
from transforms.extract.coder import Resources as Resources
from transforms.extract.coder import UnknownRuleError as UnknownRuleError
from transforms.extract.coder import extract as extract
from transforms.extract.coder import load_resources as load_resources
from transforms.extract.trigger import trigger_filter as trigger_filter
