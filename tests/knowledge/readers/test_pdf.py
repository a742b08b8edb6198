import re
import shutil
import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from knowledge.content import Content, Properties
from knowledge.layout import Box
from knowledge.readers.pdf import read
from knowledge.sentences import sentences
from knowledge.span import Span
from tests.knowledge.pdf.covering import covered

FILES = Path(__file__).parent / "files" / "pdf"
TEXTS = sorted(path.name.removesuffix(".txt") for path in FILES.glob("*.pdf.txt"))
SCALE = 150 / 72
# Each so many sentences one is looked for on its page.
EVERY = {"annual-report.pdf": 40, "informe.pdf": 5}
OCRED = {"annual-report.pdf": 160, "informe.pdf": 12}


def content_of(name: str) -> Content:
    return read((FILES / name).read_bytes(), name)


@pytest.fixture(scope="module")
def contents() -> dict[str, Content]:
    return {name: content_of(name) for name in TEXTS}


@pytest.fixture(scope="module")
def documents() -> Iterator[dict[str, pypdfium2.PdfDocument]]:
    opened = {name: pypdfium2.PdfDocument(FILES / name) for name in TEXTS}
    yield opened
    for document in opened.values():
        document.close()


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_is_the_one_beside_the_file(name: str, contents: dict[str, Content]) -> None:
    assert contents[name].text == (FILES / f"{name}.txt").read_text("utf-8")


def test_the_files_are_by_three_writers_and_one_has_thirty_pages(
    documents: dict[str, pypdfium2.PdfDocument],
) -> None:
    writers = {
        document.get_metadata_dict()["Producer"].split()[0] for document in documents.values()
    }

    assert {"LibreOffice", "Skia/PDF", "Tesseract"} <= writers
    assert len(documents["annual-report.pdf"]) == 30


@pytest.mark.parametrize("name", TEXTS)
def test_a_pdf_tells_nothing_but_its_text(name: str, contents: dict[str, Content]) -> None:
    assert contents[name].properties == Properties()
    assert contents[name].front_matter is None


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_cover_the_text_in_order(name: str, contents: dict[str, Content]) -> None:
    covered(contents[name])


def sampled(content: Content, every: int) -> list[Span]:
    return [found.span for found in sentences(content.text)][::every]


@pytest.mark.parametrize("name", TEXTS)
def test_pdfium_finds_the_words_in_their_boxes(
    name: str, contents: dict[str, Content], documents: dict[str, pypdfium2.PdfDocument]
) -> None:
    content = contents[name]
    assert content.layout is not None
    for span in sampled(content, EVERY.get(name, 1)):
        for word in content.layout.within(span):
            page = documents[name][word.page].get_textpage()
            box = word.box
            found = page.get_text_bounded(box.left, box.bottom, box.right, box.top)
            # pdfium puts spaces between letters that are set apart, a mark for a hyphen.
            printed = re.sub(r"\s|[-\ufffe\u0002]+\s*$", "", found)
            expected = content.text[word.start : word.end]
            assert expected in (f"{printed}-", printed, "•")


@pytest.mark.parametrize("name", TEXTS)
def test_there_is_ink_in_the_boxes(
    name: str, contents: dict[str, Content], documents: dict[str, pypdfium2.PdfDocument]
) -> None:
    layout = contents[name].layout
    assert layout is not None
    pictures: dict[int, np.ndarray] = {}
    for span in sampled(contents[name], EVERY.get(name, 1)):
        for word in layout.within(span):
            page = documents[name][word.page]
            if word.page not in pictures:
                pictures[word.page] = picture(page)
            crop = cropped(pictures[word.page], page, word.box, margin=0)
            assert crop.size > 0
            assert crop.min() < 128, contents[name].text[word.start : word.end]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
@pytest.mark.parametrize("name", TEXTS)
def test_a_reader_of_pictures_finds_the_words_in_the_boxes(
    name: str,
    contents: dict[str, Content],
    documents: dict[str, pypdfium2.PdfDocument],
    tmp_path: Path,
) -> None:
    content = contents[name]
    assert content.layout is not None
    prose = [span for span in sampled(content, 1) if len(span) > 40]
    for span in prose[:: OCRED.get(name, 4)]:
        seen = []
        for page, box in content.layout.boxes(span):
            crop = cropped(picture(documents[name][page], 4), documents[name][page], box, 3, 4)
            seen.append(recognised(crop, tmp_path / "line.pgm"))
        expected = unmarked(span.of(content.text))
        assert SequenceMatcher(None, unmarked("".join(seen)), expected).ratio() >= 0.9


def unmarked(text: str) -> str:
    """Only its letters and figures, accents aside: what English recognition can tell."""
    plain = text.lower().translate(str.maketrans("áéíóúüñ", "aeiouun"))
    return re.sub(r"[^a-z0-9]", "", plain)


def picture(page: pypdfium2.PdfPage, scale: float = SCALE) -> np.ndarray:
    return np.asarray(page.render(scale=scale, grayscale=True).to_numpy()).squeeze().copy()


def cropped(
    picture: np.ndarray, page: pypdfium2.PdfPage, box: Box, margin: int, scale: float = SCALE
) -> np.ndarray:
    """What a page's picture shows in a box, wherever the page is cropped and however turned."""
    size = [round(side * scale) for side in page.get_size()]
    corners = [device(page, size, x, y) for x, y in ((box.left, box.bottom), (box.right, box.top))]
    (left, right), (top, bottom) = (sorted(axis) for axis in zip(*corners, strict=True))
    return picture[
        max(0, top - margin) : bottom + margin + 1, max(0, left - margin) : right + margin + 1
    ]


def device(page: pypdfium2.PdfPage, size: list[int], x: float, y: float) -> tuple[int, int]:
    across, down = pdfium.c_int(), pdfium.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def recognised(crop: np.ndarray, path: Path) -> str:
    framed = np.pad(crop, 20, constant_values=255)
    path.write_bytes(b"P5 %d %d 255\n" % framed.shape[::-1] + framed.tobytes())
    command = ["tesseract", str(path), "-", "--psm", "7"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603


@pytest.fixture
def turned_and_cropped() -> bytes:
    """The newsletter, its page turned by a quarter and cut, so that the origin is off the page."""
    document = pypdfium2.PdfDocument(FILES / "newsletter.pdf")
    document[0].set_cropbox(30, 200, 600, 780)
    document[0].set_rotation(90)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_a_turned_and_cropped_page_reads_as_before_and_its_boxes_hold_its_words(
    turned_and_cropped: bytes, contents: dict[str, Content]
) -> None:
    content = read(turned_and_cropped, "turned.pdf")
    assert content.text == contents["newsletter.pdf"].text
    assert content.layout is not None
    assert content.layout.pages == ((580.0, 570.0),)
    document = pypdfium2.PdfDocument(turned_and_cropped)
    page = document[0]
    shown = picture(page)
    for word in content.layout.words:
        assert cropped(shown, page, word.box, margin=0).min() < 128
    document.close()
