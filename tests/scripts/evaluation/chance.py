"""Questions and answers as chance would have them, the same ones every time."""

import random
from pathlib import Path
from typing import Any

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue

Row = dict[str, Any]


class Chance:
    """Lines of questions and of answers about a folder of documents."""

    def __init__(self, seed: int, documents: Path) -> None:
        self._random = random.Random(seed)  # noqa: S311 (a fixed choice, not a secret)
        catalogue = Catalogue.load(documents, Archive(documents / "none"))
        self._texts = {document.id: document.text for document in catalogue.documents}

    def question(self, number: int) -> Row:
        """A question that some document answers, or any, or none."""
        language = self._random.choice(["en", "es"])
        row = {"id": number, "question": "?", "kind": "", "language": language}
        if self._random.random() < 0.3:
            return {**row, "documents": []}
        document, other = self._random.sample(sorted(self._texts), 2)
        text = self._texts[document]
        start = self._random.randrange(len(text) - 20)
        answer = text[start : start + self._random.choice([9, 30, 50, 200])]
        documents = self._random.choice([[document], [document, other], ["*"]])
        return {**row, "documents": documents, "document": document, "answer": answer}

    def answer(self, asked: Row) -> Row:
        """An answer of up to four quotes, many of them around the gold words."""
        confidence = self._random.choice([0.0, 0.25, 0.5, round(self._random.random(), 4), None])
        return {
            "id": asked["id"],
            "answered": self._random.random() < 0.5,
            "confidence": confidence,
            "quotes": [self._quote(asked) for _ in range(self._random.randrange(5))],
        }

    def _quote(self, asked: Row) -> Row:
        right = asked.get("document")
        document = right if right and self._random.random() < 0.6 else self._other()
        text = self._texts[document]
        start = max(0, text.find(asked.get("answer", "")) - self._random.choice([0, 0, 3, 300]))
        quote = text[start : start + self._random.choice([20, 90, 400, 900])]
        if self._random.random() < 0.25:
            quote = quote.replace("“", '"').replace("\n", " ")
        return {"document": document, "text": quote}

    def _other(self) -> str:
        return self._random.choice(sorted(self._texts))
