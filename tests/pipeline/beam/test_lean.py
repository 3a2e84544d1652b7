"""A start loads no package that Beam takes in only because it is installed, and whoever asks for one gets it."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

LOADED = "import sys, pipeline.storage; print([name for name in {names} if name in sys.modules])"
ASKED = """
import sys, pipeline.storage, apache_beam
from apache_beam.io import ReadFromMongoDB
assert apache_beam.io.ReadFromMongoDB is ReadFromMongoDB is sys.modules["apache_beam.io.mongodbio"].ReadFromMongoDB
try:
    apache_beam.io.ReadFromNowhere
except AttributeError as error:
    print(error)
"""
BUCKETS = """
import pipeline.storage
from apache_beam.io.aws.clients.s3 import boto3_client
import boto3
assert boto3_client.boto3.session is boto3.session
print("the same")
"""


def printed(program: str) -> str:
    """Return what a program prints in a process of its own."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_what_beam_can_do_without_is_not_loaded() -> None:
    assert printed(LOADED.format(names=["pandas", "IPython", "boto3", "pymongo"])) == "[]"


def test_a_source_of_beam_that_was_left_out_is_there_when_asked_for() -> None:
    assert printed(ASKED) == "module 'apache_beam.io' has no attribute 'ReadFromNowhere'"


@pytest.mark.skipif(find_spec("boto3") is None, reason="needs the aws extra")
def test_the_client_of_an_object_store_is_loaded_when_asked_for() -> None:
    assert printed(BUCKETS) == "the same"


def test_a_text_is_cleaned_without_the_extractor_of_pages() -> None:
    names = ["trafilatura", "htmldate", "feedparser"]
    program = f"""
import sys
import pipeline.sources.reading
from schemas.records import RawRecord
from transforms.clean import clean
print(clean(RawRecord("memory:", "0", "text", text="Rebels left the town on Monday, officials said.")).language)
print([name for name in {names} if name in sys.modules])
"""
    assert printed(program) == "en\n[]"


ARROW = """
import sys
from pipeline.lean import import_arrow
import_arrow()
import pyarrow
assert pyarrow.array([{"a": 1}]).to_pylist() == [{"a": 1}]
print("pandas" in sys.modules, any(type(finder).__name__ == "Absent" for finder in sys.meta_path))
"""
FRAMES = """
from pipeline.lean import import_arrow
import_arrow()
import pandas, pyarrow
frame = pyarrow.table({"a": [1, 2]}).to_pandas()
print(frame["a"].sum(), pyarrow.Table.from_pandas(pandas.DataFrame({"b": [1.5]})).num_rows)
"""


def test_arrow_makes_rows_without_pandas() -> None:
    assert printed(ARROW) == "False False"


@pytest.mark.skipif(find_spec("pandas") is None, reason="no pandas here")
def test_a_table_still_becomes_a_data_frame() -> None:
    assert printed(FRAMES) == "3 1"


def test_beam_is_not_told_of_a_notebook_that_nobody_opened() -> None:
    asked = "from IPython import get_ipython"
    program = f"""
import sys
from pipeline.lean import outside_notebooks
with outside_notebooks():
    try:
        {asked}
    except ImportError:
        print("none")
print("IPython" in sys.modules)
"""
    assert printed(program) == "none\nFalse"
