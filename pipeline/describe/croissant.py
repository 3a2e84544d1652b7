"""``croissant.json``: a description of the datasets for machines, by the vocabulary of ML Commons (Croissant 1.0)."""

from __future__ import annotations

from typing import Any

import msgspec
import pyarrow as pa

from pipeline.dataset.rows import IDS, SCHEMAS, public
from schemas.columns import SCHEMA_VERSION
from schemas.terms import CITATION, LICENCE, LICENCE_URL, TITLE
from schemas.version import VERSION

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def data_type(kind: pa.DataType) -> str:
    """Return the schema.org type of a value."""
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_timestamp(kind):
        return "sc:DateTime"
    return "sc:Date" if pa.types.is_date(kind) else "sc:Text"


def field_of(dataset: str, field: pa.Field) -> dict[str, Any]:
    """Return a column: a list is repeated, the members of a struct are told as sub-fields."""
    meaning = (field.metadata or {}).get(b"meaning", b"").decode()
    kind = field.type.value_type if pa.types.is_list(field.type) else field.type
    source = {"fileSet": {"@id": f"{dataset}-files"}, "extract": {"column": field.name}}
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{dataset}/{field.name}",
        "name": field.name,
        "description": meaning,
        "source": source,
    }
    if pa.types.is_list(field.type):
        found["repeated"] = True
    if pa.types.is_struct(kind):
        found["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{dataset}/{field.name}/{member.name}",
                "name": member.name,
                "dataType": data_type(member.type),
                "source": {**source, "transform": {"jsonPath": f"$.{member.name}"}},
            }
            for member in kind
        ]
    else:
        found["dataType"] = data_type(kind)
    return found


def croissant(name: str, published: str | None, *, traced: bool = False) -> bytes:
    """Return the description of an output; ``published`` is the last day it has articles of, ISO 8601.

    ``traced``: the output holds a trace.
    """
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name,
        "description": f"{TITLE}. One row per article, event and reject; schema {SCHEMA_VERSION}. {LICENCE}",
        "license": LICENCE_URL,
        "citeAs": CITATION,
        "version": VERSION if VERSION.count(".") == 2 else f"{VERSION}.0",
        "isLiveDataset": True,
        "url": "./",
        **({"datePublished": published} if published else {}),
        "distribution": [
            *(
                {
                    "@type": "cr:FileSet",
                    "@id": f"{dataset}-files",
                    "name": f"{dataset}-files",
                    "encodingFormat": "application/x-parquet",
                    "includes": f"{dataset}/**/*.parquet",
                }
                for dataset in public(traced=traced)
            ),
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": dataset,
                "name": dataset,
                "key": {"@id": f"{dataset}/{IDS[dataset]}"},
                "field": [field_of(dataset, field) for field in schema],
            }
            for dataset, schema in ((name, SCHEMAS[name]) for name in public(traced=traced))
        ],
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=1) + b"\n"
