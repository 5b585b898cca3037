"""CSV files as people save them: what is understood, what is refused, and that a refused file changes nothing."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from config.authority import load_authority
from store.audit import entries
from store.database import Database
from store.demo import generate
from store.imports import KINDS, ImportProblem, import_csv
from store.migrations import prepare
from store.schools import all_schools, names_revision, schools

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
REAL_SCHOOLS = Path(__file__).parents[2].parent / "shared" / "data" / "schools_scotland.csv"
HEADER = "seed_code,name,sector\n"
TWO = HEADER + "9900013,Àrd Primary School,primary\n9900026,Strathorrin Primary School,primary\n"


def take_in(database, path, kind="schools", **more):
    return import_csv(database, OURS, kind, path, now=NOW, **more)


def refused(database, path, content, kind="schools"):
    """The faults of a file; nothing of it is in the record."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ImportProblem) as problem:
        take_in(database, path, kind)
    assert names(database) == []
    return problem.value.faults


def names(database):
    with database.read() as session:
        return [school.name for school in all_schools(session)]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "schools.csv"


def test_a_fault_in_row_7_names_row_7_and_imports_nothing(database, file):
    rows = [f"99000{number},School {number},primary" for number in range(10, 20)]
    rows[5] = "9900015,School 15,primry"
    (fault,) = refused(database, file, HEADER + "\n".join(rows))
    assert fault.startswith("schools.csv, row 7, sector: 'primry' is not a sector; write one of early_years, primary,")


def test_every_fault_is_named_and_the_message_shows_the_first_few(record, file):
    faults = refused(record, file, HEADER + "".join(f"x{number},A,primary\n" for number in range(8)))
    assert len(faults) == 8
    with pytest.raises(ImportProblem, match=r"row 2, seed_code.*row 6.*And 3 more faults\.$") as problem:
        take_in(record, file)
    assert "row 7" not in str(problem.value)


def test_a_dry_run_counts_the_same_and_keeps_nothing(database, file):
    file.write_text(TWO)
    tried = take_in(database, file, dry_run=True)
    assert names(database) == []
    with database.read() as session:
        assert session.execute(select(func.count()).select_from(entries)).scalar() == 0
    assert take_in(database, file) == tried
    assert (tried.added, tried.changed, tried.unchanged) == (2, 0, 0)


def test_an_import_is_on_record_and_has_the_names_read_anew(database, file):
    file.write_text(TWO)
    take_in(database, file)
    with database.read() as session:
        entry = session.execute(select(entries)).one()
        before = names_revision(session)
    assert (entry.through, entry.action, entry.subject) == ("operator", "import_schools", "2 added, 0 changed")
    take_in(database, file)
    with database.read() as session:
        assert names_revision(session) == before != ""


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (b"\xef\xbb\xbf" + TWO.encode(), "byte order mark"),
        (TWO.encode("cp1252"), "cp1252"),
        (TWO.replace(",", ";").encode(), "semicolons"),
        (TWO.replace(",", "\t").encode(), "tabs"),
    ],
)
def test_what_excel_saves_is_understood_and_said(record, file, content, remark):
    file.write_bytes(content)
    done = take_in(record, file)
    assert names(record) == ["Strathorrin Primary School", "Àrd Primary School"]
    assert [remark in said for said in done.remarks] == [True]


def test_a_header_may_be_typed_with_capitals_and_spaces_and_rows_may_be_blank(database, file):
    file.write_text("Seed Code, NAME ,Sector,,\r\n\r\n9900013, A  School ,Primary,,\r\n,,,,\r\n")
    assert take_in(database, file).added == 1
    assert names(database) == ["A School"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (TWO.encode("utf-16"), "UTF-16"),
        (TWO.encode("utf-16-le"), "not text"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x00\x00", "not text"),
        (b"seed_code,name,sector\n9900013,\x81,primary\n", "row 2: is neither UTF-8 nor cp1252"),
        ("seed_code,nam,sector\n", "row 1: the column 'nam' is not known; did you mean name."),
        ("seed_code,name\n", "row 1, sector: this column is missing"),
        ("seed_code,name,name,sector\n", "row 1, name: this column stands here twice"),
        ("seed_code,,name,sector\n", "row 1: column 2 has no name"),
        (HEADER + "9900013,A,primary,more\n", "row 2: it has more cells than the header has columns ('more')"),
        (HEADER + "9900013,A\0B,primary\n", "row 2, name: it holds a character that cannot be shown"),
        (HEADER + f"9900013,{'x' * 10_000},primary\n", "row 2, name: it has 10000 characters"),
        (HEADER + f"9900013,{'x' * 200_000},primary\n", "row 2: a cell is far too long"),
        (HEADER + '9900013,A,primary\n9900026,"B,primary\n', "row 3: a quotation mark is not closed"),
        (HEADER + ",A,primary\n", "row 2, seed_code: it is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_where_and_what_to_do(record, file, content, words):
    found = refused(record, file, content)
    assert any(words in fault for fault in found), found
    assert all(fault.startswith("schools.csv") and fault.endswith(".") for fault in found)


def test_a_file_that_is_not_there_is_one_sentence(record, tmp_path):
    with pytest.raises(ImportProblem, match=r"^gone\.csv: cannot be opened \(no such file or directory\); look at its"):
        take_in(record, tmp_path / "gone.csv")
    with pytest.raises(ImportProblem, match="is a directory"):
        take_in(record, tmp_path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    database = Database(f"sqlite:///{folder / 'record.sqlite3'}")
    prepare(database)
    yield database, folder / "any.csv"
    database.close()


def opening(kind):
    return (",".join(KINDS[kind].row.columns()) + "\n").encode()


TYPED = st.sampled_from(["9900013", "2026-02-31", "primary", '"', "1e999", "a@b.cd", "٣"])
ROWS = st.lists(st.lists(st.one_of(st.text(max_size=12), TYPED), max_size=12).map(",".join), max_size=5)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    content=st.one_of(st.binary(max_size=300), ROWS.map(lambda rows: "\n".join(rows).encode("utf-8", "replace"))),
    headed=st.booleans(),
)
@example(kind="visits", content=b"9900013,V1,0001-01-01T00:00+14:00,60,,,,,\n", headed=True)
@example(kind="tiers", content="9900013,universal,٢٠٢٦-01-01,,,,\n".encode(), headed=True)
def test_no_text_however_hostile_ends_in_anything_but_a_clear_problem(hostile, kind, content, headed):
    database, path = hostile
    path.write_bytes((opening(kind) if headed else b"") + content)
    faults = ("any.csv",)
    try:
        take_in(database, path, kind, dry_run=True)
    except ImportProblem as problem:
        faults = problem.faults
    assert faults
    assert all(fault.startswith("any.csv") for fault in faults)


@pytest.fixture(scope="module")
def demo_rows():
    return generate(date(2026, 11, 23))


def test_the_same_files_twice_change_nothing_for_each_kind(database, tmp_path, demo_rows):
    for repeated in (False, True):
        for kind in KINDS:
            rows = getattr(demo_rows, kind)
            path = tmp_path / f"{kind}.csv"
            with path.open("w", newline="", encoding="utf-8") as opened:
                writer = csv.DictWriter(opened, rows[0])
                writer.writeheader()
                writer.writerows(rows)
            done = take_in(database, path, kind)
            # Of figures it is said how many are suppressed, whatever else they are.
            assert done.remarks == () or (kind == "indicators" and "suppressed" in done.remarks[0])
            assert (done.added, done.changed) == (0, 0) if repeated else done.added > 0, kind


def test_all_schools_of_a_country_are_taken_in(database, file):
    if not REAL_SCHOOLS.exists():
        pytest.skip("the list of Scotland's schools is not beside the checkout")
    sector_of = {"Primary": "primary", "Secondary": "secondary", "Special": "special"}
    with REAL_SCHOOLS.open(encoding="utf-8") as opened:
        real = list(csv.DictReader(opened))
    columns = {"seed_code": "seed", "cluster": "la", "roll": "roll_2024", "latitude": "lat", "longitude": "lon"}
    same = ("name", "denomination", "postcode")
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow([*columns, *same, "sector"])
        for row in real:
            said = [row[name] for name in (*columns.values(), *same)]
            writer.writerow([*said, sector_of.get(row["type"], "all_through")])
    assert take_in(database, file).added == len(real)
    again = take_in(database, file)
    assert (again.added, again.changed, again.unchanged) == (0, 0, len(real))
    hidden = sum(not row["roll_2024"].isdigit() for row in real)
    with database.read() as session:
        unknown = session.execute(select(func.count()).where(schools.c.roll.is_(None))).scalar()
    assert unknown == hidden
