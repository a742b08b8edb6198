"""A Word document."""

from knowledge.content import Content
from knowledge.errors import DocumentError
from knowledge.word.package import WordError, opened
from knowledge.word.text import text_of


def read(content: bytes, name: str) -> Content:
    """The text of a Word document as it is shown, with its tracked changes accepted.

    Raises DocumentError for what is no DOCX file, is encrypted or broken, or would be too large.
    """
    document = opened(content, name)
    try:
        return Content(text=text_of(document))
    except WordError as error:
        raise DocumentError(f"{name}: {error}") from None
    except RecursionError:
        raise DocumentError(
            f"{name}: its tables and boxes are nested too deeply; save its text as .txt"
        ) from None
