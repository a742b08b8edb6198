"""An opened index."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.calibration import Calibration
from index.errors import ModelError, SnapshotError
from index.index import Index
from index.settings import IndexSettings
from index.snapshots import Snapshots
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.quote import Quote
from tests.conftest import NOW
from tests.index.making import of, opened, without

MADE = Calibration(made="here", ranking={"keywords": 1.0}, intercept=0.0, confidence={})


def settings_at(settings: IndexSettings, folder: Path, **changed: object) -> IndexSettings:
    return settings.model_copy(update={"index": folder, **changed})


def test_without_a_snapshot_it_does_not_open(
    tmp_path: Path, lantern_settings: IndexSettings
) -> None:
    with pytest.raises(SnapshotError, match="there is no index here yet; run kind-reindex"):
        Index.open(settings_at(lantern_settings, tmp_path), Archive(tmp_path))


@pytest.mark.parametrize("changed", [{"model": "nothing"}, {"second_model": "nothing"}])
def test_without_a_model_it_does_not_open(
    lantern_index: Path, lantern_settings: IndexSettings, changed: dict[str, str]
) -> None:
    settings = settings_at(lantern_settings, lantern_index, **changed)
    with pytest.raises(ModelError, match="model nothing: "):
        Index.open(settings, Archive(lantern_index), calibration=MADE)


def test_with_other_models_than_its_snapshot_s_it_does_not_open(
    lantern_index: Path, lantern_settings: IndexSettings
) -> None:
    settings = settings_at(lantern_settings, lantern_index, second_model=None)
    with pytest.raises(SnapshotError, match=r"the index was built by .* and the settings name"):
        Index.open(settings, Archive(lantern_index), calibration=MADE)


def test_what_can_be_refused_is_so_before_the_models_are_loaded(
    lantern_copy: Path, lantern_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.index.Reader.load", lambda *_: pytest.fail("loaded"))
    for manifest in lantern_copy.glob("snapshots/*/manifest.json"):
        manifest.write_text("nonsense")
    with pytest.raises(SnapshotError):
        Index.open(settings_at(lantern_settings, lantern_copy), Archive(lantern_copy))


def test_the_settings_say_when_a_question_is_answered_and_a_given_calibration_goes_first(
    lantern_index: Path,
    lantern_settings: IndexSettings,
    index: Index,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.index.Reader.load", lambda *_: index._reader)
    settings = settings_at(lantern_settings, lantern_index, threshold=0.25)
    own = Index.open(settings, Archive(lantern_index))
    assert (own.judgement.threshold, own.judgement.calibration) == (
        0.25,
        index.judgement.calibration,
    )
    given = Index.open(settings, Archive(lantern_index), calibration=MADE)
    assert given.judgement.calibration is MADE


def test_the_last_few_corpora_are_kept(index: Index) -> None:
    other = opened(index, index.snapshot)
    first = other._corpus((0,))
    assert other._corpus((0,)) is first
    for position in range(1, 4):
        other._corpus((position,))
    assert other._corpus((0,)) is first
    for position in range(1, 5):
        other._corpus((position,))
    assert other._corpus((0,)) is not first


def test_many_may_ask_at_once(index: Index) -> None:
    questions = ["Should children pay for the ferry?", "Who pays for the night school?", ""] * 4
    roles = [Role.journalist, Role.staff] * 6

    def ask(question: str, role: Role) -> object:
        return index.view(role, NOW).search(question)

    alone = [ask(q, r) for q, r in zip(questions, roles, strict=True)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(ask, questions, roles))
    assert together == alone


def test_whose_words_a_quote_holds_is_told_of_present_and_of_archived_texts(index: Index) -> None:
    held = of(index, "harbor-curfew-2023-05-04")
    at = held.text.index("“A curfew keeps")
    sentence = next(s.span for s in held.sentences if s.span.start == at)
    quote = Quote(held, sentence.start, sentence.end)
    told = index.attribution(quote)
    assert [named.name for named in told.speakers] == ["Otto Brandt"]
    assert without(index, held.id).attribution(quote) == told


def test_the_name_of_the_snapshot_is_the_current_one(index: Index, lantern_index: Path) -> None:
    assert index.snapshot.name == Snapshots(lantern_index).current()
