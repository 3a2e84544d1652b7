"""The Flex Template's parameters are options of ``newsbeam stream``, and the image fits the package."""

import inspect
import json
import re
from importlib.metadata import version
from pathlib import Path

from pipeline.cli.commands import stream

ROOT = Path(__file__).resolve().parents[3]


def test_parameters_are_options():
    options = inspect.signature(stream).parameters
    template = json.loads((ROOT / "flex_template.json").read_text())
    assert {parameter["name"] for parameter in template["parameters"]} <= set(options)
    required = {name for name, option in options.items() if option.default is option.empty and name != "context"}
    assert required == {parameter["name"] for parameter in template["parameters"] if not parameter.get("isOptional")}
    for parameter in template["parameters"]:
        default = options[parameter["name"]].default
        if default not in (None, inspect.Parameter.empty):
            assert any(re.match(pattern, str(default)) for pattern in parameter["regexes"])


def test_the_image_has_the_beam_that_is_installed():
    text = (ROOT / "Dockerfile").read_text()
    assert f"beam_python3.11_sdk:{version('apache-beam')}\n" in text
    script = re.search(r"FLEX_TEMPLATE_PYTHON_PY_FILE=(\S+)", text)
    source = re.search(r"COPY --from=build /opt/newsbeam/(\S+) (\S+/flex.py)", text)
    assert script and source and source[2] == script[1] and (ROOT / source[1]).exists()


def test_the_image_runs_as_a_person_without_rights_and_installs_by_digest():
    text = (ROOT / "Dockerfile").read_text()
    last = text.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root|0)\S+$", last, re.MULTILINE)
    assert "--require-hashes -r /tmp/requirements.lock" in text
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        pinned = [line for line in lines if line.strip() and not line.startswith("#")]
        assert len(pinned) > 50
        assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []
