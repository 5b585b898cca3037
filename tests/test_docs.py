"""The documents say what is so: their links, commands, variables, columns and examples are tried."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from bot.cli.main import main, make_parser
from bot.web.due import STATES
from config.authority import load_authority
from config.settings import Settings
from framework.access import EVERYONE, MATTERS, RELATIONS
from store.imports import KINDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADMINISTRATORS = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")

EVERY_DOCUMENT = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def blocks(text, language):
    """The fenced blocks of one language; '' for those without a language."""
    found = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [body for kind, body in found if kind == language]


def prose(text):
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(path):
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands():
    """Every `cairn` command in a fenced block, once, in its order."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    lines = [line.strip() for body in blocks(text, "") for line in body.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith("cairn ")))


def section(heading):
    """What stands under `### heading` in the administrators' document."""
    found = re.search(rf"^### {heading}$(.*?)(?=^##)", ADMINISTRATORS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/administrators.md has no section '{heading}'"
    return found[1]


@EVERY_DOCUMENT
def test_every_relative_link_and_picture_leads_somewhere(path):
    text = prose(path.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for target in targets:
        if re.match(r"https?:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), f"{path.name} links to {target}, which is not there"
        assert there.is_relative_to(ROOT), f"{path.name} links out of the project: {target}"
        assert not anchor or anchor in anchors(there), f"{path.name} links to {target}, which has no such heading"


def test_every_picture_is_shown_somewhere_and_described():
    pictures = {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")}
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    shown = dict(re.findall(r'<img src="[^"]*?([\w-]+\.png)"[^>]*? alt="([^"]*)"', text))
    shown |= {name: words for words, name in re.findall(r"!\[([^\]]*)\]\([^)]*?([\w-]+\.png)\)", text)}
    assert set(shown) == pictures
    assert all(len(words) > 40 for words in shown.values())


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_documents_can_be_typed(line):
    given = make_parser().parse_args(shlex.split(line)[1:])
    assert given.command != "import" or given.kind in KINDS


def test_every_variable_that_is_documented_exists_and_every_setting_is_documented():
    documented = set(re.findall(r"\bCAIRN_[A-Z_]+\b", ADMINISTRATORS))
    assert documented == {f"CAIRN_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_an_import_is_documented(kind):
    table = "\n".join(line for line in section(kind).splitlines() if line.startswith("|"))
    documented = {name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert documented == set(KINDS[kind].row.columns())


def test_the_example_of_every_kind_of_file_goes_in_as_it_stands(tmp_path, capsys):
    for kind in KINDS:
        example = tmp_path / f"{kind}.csv"
        example.write_text(blocks(section(kind), "csv")[0], encoding="utf-8")
        code = main(["import", kind, str(example), "--data", str(tmp_path / "record")])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        rows = len(example.read_text(encoding="utf-8").splitlines()) - 1
        assert f"{kind}: {rows} added, 0 changed, 0 unchanged." in said.out


@pytest.mark.parametrize("name", ["framework.toml", "school_year.toml", "themes.toml"])
def test_the_example_of_a_configuration_file_is_one_that_cairn_starts_with(name, tmp_path):
    example = blocks(section(re.escape(name)), "toml")[0]
    (tmp_path / name).write_text(example, encoding="utf-8")
    assert tomllib.loads(example)
    load_authority(tmp_path)


def test_every_matter_and_relation_of_access_is_documented():
    named = set(re.findall(r"`(\w+)`", ADMINISTRATORS))
    assert {*MATTERS, *RELATIONS, EVERYONE} <= named


def test_the_table_of_access_is_the_one_that_ships():
    before_last = ["own_head", "link_officer", "other_officer", "cluster_lead", "oversight", "support_provider"]
    rules = load_authority(None).access
    rows = re.findall(r"^\| `(\w+)`[^|]*\|(( (?:yes|–) \|){7})$", ADMINISTRATORS, re.MULTILINE)
    assert len(rows) == 27
    for matter, cells, _ in rows:
        columns = zip([*before_last, "administrator"], cells.split("|")[:-1], strict=True)
        said = {name for name, cell in columns if "yes" in cell}
        assert said == rules[matter], matter


def test_every_state_of_a_delivery_is_explained():
    for words in STATES.values():
        assert f"| {words} |" in ADMINISTRATORS


def test_every_package_that_is_needed_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}
    reasons = (ROOT / "docs" / "decisions" / "0011-what-cairn-depends-on.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| ([\w-]+) \| (?!for)", reasons, re.MULTILINE)) - {"package"} == needed


@EVERY_DOCUMENT
def test_no_document_names_a_path_of_one_machine_or_an_index_of_packages(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.:/])/(?:home|root|tmp|usr|opt|var|etc|srv|mnt|work)\b", text)
    assert not re.search(r"[A-Z]:\\|index.url|/simple\b|pypi\.", text, re.IGNORECASE)


def test_whoever_makes_pictures_without_chromium_is_told_what_to_install(monkeypatch, capsys):
    pictures = pytest.importorskip("docs.make_pictures", reason="Playwright is not installed")
    monkeypatch.setenv("PATH", "")
    assert pictures.main() == 1
    assert capsys.readouterr().err.startswith("Chromium is not on the PATH: install it")
