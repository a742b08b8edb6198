"""An opened index."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import ModelError, SnapshotError
from index.index import Index
from index.settings import IndexSettings
from knowledge.access import Role
from knowledge.archive import Archive
from tests.conftest import NOW


def test_a_question_is_read_as_a_language_and_one_vector(index: Index) -> None:
    language, vector = index.read("¿Qué dice la Casa del Farol sobre el refugio?")
    assert language == "es"
    assert vector.shape == (1, index.snapshot.manifest.model.dimensions)


def test_a_question_whose_language_does_not_tell_is_read_as_english(index: Index) -> None:
    assert index.read("412")[0] == "en"


def test_without_a_snapshot_it_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="there is no index here yet; run kind-reindex"):
        Index.open(IndexSettings(index=tmp_path), Archive(tmp_path))


def test_without_its_model_it_does_not_open(lantern_index: Path) -> None:
    with pytest.raises(ModelError, match="model nothing"):
        Index.open(IndexSettings(index=lantern_index, model="nothing"), Archive(lantern_index))


def test_the_last_few_corpora_are_kept(index: Index) -> None:
    first = index.corpus((0,))
    assert index.corpus((0,)) is first
    for position in range(1, 6):
        index.corpus((position,))
    assert index.corpus((0,)) is not first


def test_many_may_ask_at_once(index: Index) -> None:
    questions = ["Should children pay for the ferry?", "Who pays for the night school?", ""] * 4
    roles = [Role.journalist, Role.staff] * 6

    def ask(question: str, role: Role) -> object:
        return index.view(role, NOW).search(question)

    alone = [ask(q, r) for q, r in zip(questions, roles, strict=True)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(ask, questions, roles))
    assert together == alone
