"""Article to article: near-duplicates, and incidents that several reports tell."""

from transforms.link.consensus import single as single
from transforms.link.incident import incidents as incidents
from transforms.link.near_duplicates import Link as Link
from transforms.link.near_duplicates import Signature as Signature
from transforms.link.near_duplicates import cluster as cluster
from transforms.link.near_duplicates import signature as signature
from transforms.link.row import IncidentRow as IncidentRow
from transforms.link.row import incident_rows as incident_rows
