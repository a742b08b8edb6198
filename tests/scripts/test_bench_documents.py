"""How long reading documents takes: the figures, of a small folder."""

import json
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from scripts.sampling.files import write_sample
from tests.scripts.running import module

ENDINGS = [".docx", ".html", ".md", ".pdf", ".txt"]


def test_the_figures_of_each_format_are_told() -> None:
    done = module("scripts.bench_documents", "--documents", "20", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["documents"] == 20
    assert list(told["seconds_a_document"]) == ENDINGS
    for figures in (told["seconds_a_document"], told["slowest_s"]):
        assert all(seconds > 0 for seconds in figures.values())
    for key in ("peak_memory_mib", "workers_peak_memory_mib", "largest_worker_mib"):
        assert told[key] > 0
    assert told["unchanged_read"] == 0


def test_the_figures_are_told_in_words() -> None:
    done = module("scripts.bench_documents", "--documents", "5")
    assert done.returncode == 0
    told = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"machine", "documents", "seconds", "peak", "unchanged"} <= set(told)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, 20, seed=1)
    return folder


def test_none_of_the_documents_is_refused_and_each_is_as_long_as_a_press_release(
    sample: Path, tmp_path: Path
) -> None:
    found = Catalogue.load(sample, Archive(tmp_path))
    assert found.refused == ()
    assert len(found.documents) == 20
    for document in found.documents:
        assert 380 < len(document.text.split()) < 950
        assert document.metadata.title.startswith(document.text.lstrip("# ")[:20])
        assert document.metadata.date is not None
    assert max(entry.pages or 0 for entry in found.entries.values()) > 1


def test_the_same_seed_makes_the_same_documents(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, 20, seed=1)
    for path in sample.iterdir():
        if path.suffix not in (".docx", ".pdf"):  # which note when they were made
            assert (tmp_path / path.name).read_bytes() == path.read_bytes()
