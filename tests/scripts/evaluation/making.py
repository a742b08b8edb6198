"""Questions, answers and outcomes of Lantern House, made on the spot."""

from collections.abc import Sequence
from typing import Any

from scripts.evaluation.columns import Columns
from scripts.evaluation.outcome import Outcome, outcome
from scripts.evaluation.question_set import Question
from scripts.evaluation.response import Response, Shown

LAMP = "The lamp is lit at nine. It burns until dawn."


def question(**changed: Any) -> Question:  # noqa: ANN401
    """An English question that the document `lamp` answers."""
    values: dict[str, Any] = {
        "id": "q",
        "text": "When is the lamp lit?",
        "language": "en",
        "kind": "fact",
        "style": "",
        "domain": "",
        "documents": ("lamp",),
        "gold": "The lamp is lit at nine.",
    }
    return Question(**values | changed)


def unanswerable(**changed: Any) -> Question:  # noqa: ANN401
    """A question that no document answers."""
    return question(**{"documents": (), "gold": "", "kind": "unanswerable"} | changed)


def shown(text: str = "The lamp is lit at nine.", document: str = "lamp") -> Shown:
    """A quote of which only its words and its document are known."""
    return Shown(document, None, None, None, None, None, text, None)


def response(*quotes: Shown, answered: bool = True, confidence: float = 0.9) -> Response:
    """An answer of these quotes."""
    return Response(answered, confidence, quotes)


def ended(asked: Question, given: Response) -> Outcome:
    """What became of a question, the wording of its quotes not checked."""
    return outcome(asked, given, {})


def columns(confidence: Sequence[float], answerable: Sequence[bool]) -> Columns:
    """Columns of questions of some confidence; those answerable are answered rightly."""
    return Columns.of(
        [
            ended(question() if can else unanswerable(), response(shown(), confidence=float(value)))
            for value, can in zip(confidence, answerable, strict=True)
        ]
    )
