"""The workflow of the hosted runners: it keeps to the schema, and calls only what exists."""

import re

import pytest

from .conftest import ROOT, succeeds

pytestmark = pytest.mark.system
WORKFLOW = ROOT / ".github" / "workflows" / "installers.yml"


def test_it_keeps_to_the_schema_of_its_host() -> None:
    checker = ROOT / "build" / "venv" / "bin" / "check-jsonschema"
    succeeds(checker, "--builtin-schema", "vendor.github-workflows", WORKFLOW)


def test_it_calls_scripts_that_are_there_with_words_that_they_know() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    called = set(re.findall(r"packaging/\S+\.(?:py|sh)", text)) | set(
        re.findall(r"tests/system/\S+\.py", text)
    )
    assert len(called) >= 5
    assert [name for name in called if not (ROOT / name).is_file()] == []
    for script in sorted(ROOT.glob("packaging/*/*.sh")):
        assert str(script.relative_to(ROOT)) in text, "an unused script"
        succeeds("bash", "-n", script)
    python, maker = ROOT / "build" / "venv" / "bin" / "python", ROOT / "packaging" / "installers" / "build.py"
    known = set(re.findall(r"--[a-z]+", succeeds(python, maker, "--help")))
    for line in re.findall(r"dev\.py build(.*)", text):
        assert set(re.findall(r"--[a-z]+", line)) <= known, line
