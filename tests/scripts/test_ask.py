"""kind-ask: a question to quotes."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.quote import Quote
from knowledge.reference import Reference
from tests.scripts.running import Done, command, refusal, write_settings

QUOTE = ["document", "title", "date", "url", "start", "end", "text", "reference", "stale"]
ASKED: dict[object, str] = {
    "curfew": "Should there be a night curfew at the harbor?",
    7: "¿Cuántas camas tiene el refugio?",
    "theirs": "What did Senator Brandt say about the curfew?",
    "ours": "What is Lantern House's position on the curfew?",
    "pinned": "does lantern house support the harbor curfew",
    "nobody's": "What did Mayor Thistle say about the curfew?",
    "hidden": "Will Lantern House merge with the Beacon Trust?",
    "letter": "a",
    "long": "a" * 4096,
    "emoji": "🕯️🚢🧒",
    "control": "\0\x07\x1b[31m\u202ecurfew\u2028",
    "half": "curfew \ud83d",
    "empty": "",
    "markup": "<b>curfew</b> *harbor* [x](http://a.example)",
}


def ask(*arguments: str | Path, given: str | bytes = "", **variables: str) -> Done:
    return command("kind-ask", *arguments, given=given, **variables)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of Lantern House."""
    return write_settings(tmp_path_factory.mktemp("settings"))


@pytest.fixture(scope="module")
def lines(lantern_index: Path, config: Path) -> Done:
    """Many questions, and at the end a line that is none."""
    given = [json.dumps({"id": i, "question": q}) for i, q in ASKED.items()]
    given.insert(3, "   ")
    given.append('{"id": "bad"}')
    options = ("--json", "--index", lantern_index, "--config", config)
    return ask(*options, given="\n".join(given))


@pytest.fixture(scope="module")
def answers(lines: Done) -> dict[object, dict[str, Any]]:
    read = [json.loads(line) for line in lines.stdout.splitlines()]
    return {answer["id"]: answer for answer in read}


def test_each_line_is_answered_by_a_line_in_order(lines: Done) -> None:
    read = [json.loads(line) for line in lines.stdout.splitlines()]
    assert [answer["id"] for answer in read] == list(ASKED)
    assert all(list(a) == ["id", "answered", "confidence", "quotes"] for a in read)


def test_a_line_that_is_no_question_ends_it_by_its_number(lines: Done) -> None:
    assert lines.returncode == 1
    (line,) = lines.stderr.splitlines()
    assert line.startswith(f"standard input, line {len(ASKED) + 2}: not of the form")


def test_an_answer_holds_what_the_contract_names(answers: dict[object, dict[str, Any]]) -> None:
    for answer in answers.values():
        assert isinstance(answer["answered"], bool)
        assert 0 <= answer["confidence"] <= 1
        assert len(answer["quotes"]) <= 3
        assert all(list(quote) == QUOTE for quote in answer["quotes"])


def test_a_quote_is_a_slice_of_the_document_and_its_reference_leads_there(
    answers: dict[object, dict[str, Any]], lantern: Path, lantern_index: Path
) -> None:
    catalogue = Catalogue.load(lantern, Archive(lantern_index / "archive"))
    documents = {d.id: d for d in catalogue.documents}
    quotes = [quote for answer in answers.values() for quote in answer["quotes"]]
    assert quotes
    for quote in quotes:
        document = documents[quote["document"]]
        assert quote["text"] == document.text[quote["start"] : quote["end"]]
        assert quote["title"] == document.metadata.title
        assert quote["date"] == (document.metadata.date and document.metadata.date.isoformat())
        assert quote["url"] == document.metadata.url
        reference = Reference.parse(quote["reference"])
        assert document.sha256.startswith(reference.text)
        assert Quote(document, reference.start, reference.end).text == quote["text"]


def test_the_document_that_answers_comes_first(answers: dict[object, dict[str, Any]]) -> None:
    assert answers["curfew"]["quotes"][0]["document"] == "harbor-curfew-2023-05-04"
    assert answers[7]["quotes"][0]["document"] == "refugio-de-faroles-2024-09-10"


def test_what_a_journalist_may_not_see_is_not_there(answers: dict[object, dict[str, Any]]) -> None:
    assert not answers["hidden"]["answered"]
    seen = {quote["document"] for answer in answers.values() for quote in answer["quotes"]}
    assert not seen & {"lighthouse-merger", "hotline-script", "winter-beds-2099"}
    assert not seen & {"clinic-figures-2021-06-30", "ferry-fares-2022-08-15"}


def test_what_is_no_question_is_not_answered(answers: dict[object, dict[str, Any]]) -> None:
    assert not [k for k in ("letter", "long", "emoji", "empty") if answers[k]["answered"]]


def test_words_of_others_are_shown_to_whoever_asks_for_them(
    answers: dict[object, dict[str, Any]],
) -> None:
    told = {key: [quote["text"] for quote in answers[key]["quotes"]] for key in answers}
    assert answers["theirs"]["answered"]
    assert "honest families" in told["theirs"][0]
    assert "Brandt" in told["theirs"][0]
    assert not [text for text in told["ours"] if "honest families" in text]
    assert answers["nobody's"] == {
        "id": "nobody's",
        "answered": False,
        "confidence": 0.0,
        "quotes": [],
    }


def test_what_staff_pinned_is_answered_first(answers: dict[object, dict[str, Any]]) -> None:
    assert (answers["pinned"]["answered"], answers["pinned"]["confidence"]) == (True, 1.0)
    assert "No child should be arrested" in answers["pinned"]["quotes"][0]["text"]


def test_staff_see_theirs_and_a_question_may_stand_on_the_command_line(
    lantern_index: Path, config: Path
) -> None:
    question = "What does the duty manager confirm on the telephone?"
    done = ask(question, "--as", "staff", "--json", "--index", lantern_index, "--config", config)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert answer["id"] is None
    assert answer["quotes"][0]["document"] == "hotline-script"


def test_staff_are_told_of_an_embargo_and_nobody_else_is(lantern_index: Path, config: Path) -> None:
    question = "Who gave the observatory for the nine hundred winter beds?"
    options = ("--index", lantern_index, "--config", config)
    done = ask(question, "--as", "staff", "--json", *options)
    first = json.loads(done.stdout)["quotes"][0]
    assert first["document"] == "winter-beds-2099"
    assert first["embargo_until"] == "2099-01-01T09:00:00-05:00"
    assert [*first] == [*QUOTE, "embargo_until"]
    told = ask(question, "--as", "staff", *options).stdout
    mark = "[under embargo until 2099-01-01T09:00:00-05:00: not for publication]\n"
    assert told.index(mark) < told.index("The observatory was a gift")
    assert "2099" not in ask(question, "--json", *options).stdout


def test_what_was_replaced_is_not_quoted_and_what_replaced_it_is_named(
    lantern_index: Path, config: Path
) -> None:
    question = "What keeps a record of every crossing?"
    options = ("--index", lantern_index, "--config", config)
    answer = json.loads(ask(question, "--json", *options).stdout)
    assert not answer["answered"]
    assert answer["successor"] == {
        "document": "ferry-fares-2024-03-01",
        "title": "Ferries Should Be Free for Children Who Travel Alone",
        "date": "2024-03-01",
        "url": None,
    }
    told = ask(question, *options).stdout
    assert told.startswith("An earlier statement on this was replaced")
    assert "Ferries Should Be Free for Children Who Travel Alone, 2024-03-01" in told
    assert "A fare of one dollar" not in told


def test_for_people_it_tells_quotes_or_that_there_is_none(
    lantern_index: Path, tmp_path: Path
) -> None:
    config = write_settings(tmp_path, index=str(lantern_index), threshold=0.0)
    done = ask("Should there be a night curfew at the harbor?", KIND_CONFIG=str(config))
    assert (done.returncode, done.stderr) == (0, "")
    assert "A Harbor Curfew Would Leave Children Without Shelter, 2023-05-04" in done.stdout
    assert "{" not in done.stdout
    config = write_settings(tmp_path, index=str(lantern_index), threshold=1.0)
    done = ask("zebra", KIND_CONFIG=str(config))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No statement found (confidence 0.0")


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    told = refusal(ask("curfew", "--index", tmp_path / "nothing"))
    assert told == f"{tmp_path}/nothing: there is no index here yet; run kind-reindex"


@pytest.mark.parametrize("name", ["0-sentences.faiss", "1-tokens.npz", "pins.json"])
def test_a_damaged_index_is_named(lantern_copy: Path, name: str) -> None:
    (file,) = lantern_copy.glob(f"snapshots/*/{name}")
    file.write_bytes(file.read_bytes()[:-1])
    told = refusal(ask("curfew", "--index", lantern_copy))
    assert told == f"{file}: not the file that was written, damaged; run kind-reindex"


def test_models_that_are_not_the_index_s_or_have_no_weights_are_named(
    lantern_index: Path, tmp_path: Path
) -> None:
    config = write_settings(tmp_path, index=str(lantern_index), model=str(tmp_path / "none"))
    told = refusal(ask("curfew", "--config", config))
    assert told.startswith("there is no calibration for none + all-MiniLM-L6-v2, so that")
    config = write_settings(tmp_path, index=str(lantern_index), second_model=None)
    told = refusal(ask("curfew", "--config", config))
    assert "the index was built by the model multilingual-e5-small (" in told
    assert "and the model all-MiniLM-L6-v2 (53aa51172d14), and the settings name" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"indx: var\n", ", line 1: unknown key 'indx'; did you mean 'index'?"),
        (b"second_model: 5\n", ", line 1: second_model: "),
        (b"organisation: []\n", ", line 1: organisation: "),
        (b"\xff", ": the settings cannot be read"),
        (None, ": the settings cannot be read"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    config = tmp_path / "settings.yaml"
    if content is not None:
        config.write_bytes(content)
    assert refusal(ask("curfew", "--config", config)).startswith(f"{config}{told}")


def test_wrong_usage_is_told_as_such() -> None:
    for arguments in ([], ["a", "--as", "senator"]):
        done = ask(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Usage: kind-ask" in done.stderr
