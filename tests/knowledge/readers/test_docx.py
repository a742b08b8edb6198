"""Word documents."""

import io
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import DocumentError
from knowledge.readers.docx import read
from tests.knowledge.readers.beside import FILES, expected, files_of

FARES = FILES / "docx" / "ferry-fares.docx"
SPACES = (
    f"{nsdecls('w', 'r', 'wp', 'a', 'm')} xmlns:v='urn:schemas-microsoft-com:vml'"
    " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
)


def saved(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def document_of(body: str) -> Document:
    """A document with a body of WordprocessingML."""
    document = docx.Document()
    for element in list(parse_xml(f"<w:body {SPACES}>{body}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    return document


def text_of(body: str) -> str:
    return read(saved(document_of(body)), "page.docx").text.rstrip("\n")


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def box(words: str) -> str:
    return f"<w:txbxContent>{p(r(words))}</w:txbxContent>"


def field(instruction: str, result: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def repacked(content: bytes = b"", **parts: bytes | None) -> bytes:
    """A DOCX file with some of its parts other ones, or none; `__` stands for a slash."""
    named = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or FARES.read_bytes())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = named.get(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return out.getvalue()


def packed(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, part in entries:
            target.writestr(name, part)
    return out.getvalue()


def lying() -> bytes:
    """A file whose directory says that a part of many bytes has few."""
    content = bytearray(packed(("a.xml", b"<a>" + b" " * 9_000_000)))
    short = (100).to_bytes(4, "little")
    start = content.index(b"PK\x01\x02")
    content[start + 16 : start + 20] = zlib.crc32(b"<a>" + b" " * 97).to_bytes(4, "little")
    content[start + 24 : start + 28] = content[22:26] = short
    return bytes(content)


@pytest.mark.parametrize("path", files_of("docx"), ids=lambda path: path.name)
def test_the_text_is_the_one_beside_the_file(path: Path) -> None:
    assert read(path.read_bytes(), path.name).text == expected(path)


PLACEHOLDER = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    f"<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize(
    "inside",
    [
        f"{r('We do ')}<w:del>{r('perhaps ')}</w:del><w:ins>{r('not ')}</w:ins>{r('agree.')}",
        f"<w:moveFrom>{r('x')}</w:moveFrom><w:moveTo>{r('We do not agree.')}</w:moveTo>",
        r("We do not") + r(" perhaps", "<w:vanish/>") + r(" agree."),
        r("We do not", "<w:vanish w:val='0'/>") + r(" now", "<w:strike/>") + r(" agree."),
        f"{r('We do ')}<w:hyperlink r:id='x'>{r('not')}</w:hyperlink>{r(' agree.')}",
        f"{r('We ')}<w:smartTag><w:smartTag>{r('do not')}</w:smartTag></w:smartTag>{r(' agree.')}",
        f"{r('We do ')}<w:sdt><w:sdtContent>{r('not')}</w:sdtContent></w:sdt>{r(' agree.')}",
        r("We do not agree.") + PLACEHOLDER,
        r("We do ") + field("REF x", r("not")) + r(" agree."),
        r("We do ") + field("IF" + field("PAGE", r("1")), field("x", r("not"))) + r(" agree."),
        f"<w:fldSimple w:instr='DATE'>{r('We do')}</w:fldSimple>{r(' not agree.')}",
        f"{r('We do not ag')}<w:r><w:softHyphen/></w:r>" + r("ree\u00ad."),
        f"{r('We do')}<w:r><w:tab/></w:r>{r('not agree.')}",
        f"{r('We do not agree.')}<w:r><w:commentReference w:id='0'/></w:r>",
    ],
)
def test_a_paragraph_is_the_sentence_that_is_shown(inside: str) -> None:
    assert text_of(p(inside)) == "We do not agree."


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (f"{r('a')}<w:r><w:noBreakHyphen/></w:r>{r('b')}", "a-b"),
        (f"{r('a')}<w:r><w:br/></w:r>{r('b')}<w:r><w:cr/></w:r>{r('c')}", "a\nb\nc"),
        (f"{r('a ')}<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>{r(' b')}", "a → b"),
        (f"{r('5')}<w:r><w:sym w:font='Symbol' w:char='F0B0'/></w:r>", "5°"),
        (f"<w:r><w:sym w:font='Arial' w:char='00BF'/></w:r>{r('Qué?')}", "¿Qué?"),
        (f"<w:r><w:sym w:font='Webdings' w:char='zz'/></w:r>{r('a')}", "a"),
        (f"{r('x')}<m:oMath><m:r><m:t>=2</m:t></m:r></m:oMath>", "x=2"),
        (f"<w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r('a')}</w:rubyBase></w:ruby>", "a"),
    ],
)
def test_a_paragraph_has_the_words_that_are_shown(inside: str, words: str) -> None:
    assert text_of(p(inside)) == words


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    deleted, moved = (
        f"<w:rPr><w:{mark} w:id='1' w:author=''/></w:rPr>" for mark in ("del", "moveFrom")
    )
    heading = "<w:pStyle w:val='Heading1'/>"
    assert text_of(p(r("We do "), heading + deleted) + p(r("not "), moved) + p(r("agree."))) == (
        "We do not agree."
    )
    assert text_of(p(r("We agree."), deleted)) == "We agree."
    assert text_of(table(row(cell(p(r("a"), deleted)), B))) == "a | b"


def test_a_field_over_several_paragraphs_shows_its_result_only() -> None:
    begin, separate, end = (
        f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
    )
    body = p(r("a") + begin + r("x")) + p(r("y") + separate + r("b")) + p(r("c") + end + r("d"))
    assert text_of(body) == "a\n\nb\n\ncd"


def test_a_field_without_an_end_hides_nothing_silently() -> None:
    body = p(r("a")) + p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + r("b"))
    with pytest.raises(DocumentError, match=r"^page\.docx: a field in it has no end; open it"):
        text_of(body)


def test_a_text_box_is_read_once_below_its_paragraph() -> None:
    choice = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box('b')}</wps:txbx></w:drawing>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box('b')}</v:textbox></w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}</mc:Choice>{fallback}</mc:AlternateContent>"
    old = f"<w:pict><v:shape><v:textbox>{box('b')}</v:textbox></v:shape></w:pict>"
    for drawn in (both, old):
        assert text_of(p(r("a") + f"<w:r>{drawn}</w:r>" + r("c")) + p(r("d"))) == "ac\n\nb\n\nd"


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ("<w:pStyle w:val='Title'/>", "# a"),
        ("<w:pStyle w:val='Heading2'/>", "## a"),
        ("<w:outlineLvl w:val='2'/>", "### a"),
        ("<w:pStyle w:val='Heading2'/><w:outlineLvl w:val='9'/>", "a"),
        ("<w:pStyle w:val='Ttulo1'/>", "# a"),
        ("<w:pStyle w:val='Cabecera'/>", "# a"),
        ("<w:pStyle w:val='ListBullet'/>", "- a"),
        ("<w:pStyle w:val='ListBullet'/><w:numPr><w:numId w:val='0'/></w:numPr>", "a"),
        ("<w:pStyle w:val='ListNumber'/>", "1. a"),
        ("<w:pStyle w:val='Contents1'/>", ""),
        ("<w:pStyle w:val='Nowhere'/>", "a"),
    ],
)
def test_styles_tell_headings_and_lists_by_what_they_are_not_by_their_ids(
    properties: str, text: str
) -> None:
    document = document_of(p(r("a"), properties))
    for style in (
        "<w:style {} w:styleId='Ttulo1'><w:name w:val='heading 1'/></w:style>",
        "<w:style {} w:styleId='Cabecera'><w:name w:val='x'/><w:basedOn w:val='Ttulo1'/></w:style>",
        "<w:style {} w:styleId='Contents1'><w:name w:val='toc 1'/></w:style>",
        "<w:style {} w:styleId='Loop'><w:name w:val='x'/><w:basedOn w:val='Loop'/></w:style>",
    ):
        described = style.format(f"{nsdecls('w')} w:type='paragraph'")
        document.styles.element.append(parse_xml(described))
    assert read(saved(document), "page.docx").text.rstrip("\n") == text


LEVEL = (
    "<w:lvl w:ilvl='{}'><w:start w:val='{}'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
)


def numbered(*items: tuple[int, int, str]) -> str:
    """The text of items of list and level; list 92 starts anew, 91 and 93 go on with each other."""
    levels = (
        LEVEL.format(0, 3, "decimal", "%1.")
        + LEVEL.format(1, 1, "lowerLetter", "%2)")
        + LEVEL.format(2, 1, "upperRoman", "%1.%3.")
        + LEVEL.format(3, 1, "bullet", "o")
    )
    document = document_of(
        "".join(
            p(r(words), f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>")
            for num, level, words in items
        )
    )
    numbering = document.part.numbering_part.element
    space = nsdecls("w")
    numbering.insert(
        0, parse_xml(f"<w:abstractNum {space} w:abstractNumId='90'>{levels}</w:abstractNum>")
    )
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    for num, inside in ((91, ""), (92, anew), (93, "")):
        numbering.append(
            parse_xml(
                f"<w:num {space} w:numId='{num}'><w:abstractNumId w:val='90'/>{inside}</w:num>"
            )
        )
    return read(saved(document), "page.docx").text.rstrip("\n")


def test_numbers_are_those_that_word_counts() -> None:
    assert numbered(
        (91, 0, "a"), (91, 1, "b"), (91, 1, "c"), (91, 2, "d"), (93, 0, "e"), (91, 1, "f"),
        (91, 3, "g"), (92, 0, "h"), (92, 0, "i"), (91, 0, ""), (91, 0, "j"), (91, 9, "k"),
    ) == "3. a\na) b\nb) c\n3.I. d\n4. e\na) f\n- g\n1. h\n2. i\n4. j\n\nk"  # fmt: skip


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


A, B, C = (cell(p(r(words))) for words in "abc")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("x")) + table(row(A, B)) + p(r("y")), "x\n\na | b\n\ny"),
        (
            table(
                row(cell(p(r("a")), "<w:vMerge w:val='restart'/>"), B),
                row(cell(p(r("x")), "<w:vMerge/>"), C),
            ),
            "a | b\n| c",
        ),
        (table(row(cell(p(r("a")), "<w:gridSpan w:val='2'/>"), B)), "a | b"),
        (table(row(A, B), row(C, C, properties="<w:del/>")), "a | b"),
        (table(row(A, B), row(C, C, properties="<w:hidden/>")), "a | b"),
        (table(row(A, cell(p(r("x")), "<w:cellDel/>"), B)), "a |  | b"),
        (table(f"<w:sdt><w:sdtContent>{row(A, B)}</w:sdtContent></w:sdt>"), "a | b"),
        (table(row(cell(p(r("x")) + table(row(A, B)) + p("")), C)), "x\n\na | b\n\nc"),
    ],
)
def test_tables_are_rows_where_they_stand_and_no_cell_is_doubled(body: str, text: str) -> None:
    assert text_of(body) == text


def test_blocks_in_marks_and_controls_are_read_and_deleted_ones_are_not() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p(r('a'))}</w:sdtContent></w:sdt>"
        f"<w:customXml><w:ins>{p(r('b'))}</w:ins></w:customXml><w:del>{p(r('x'))}</w:del>"
        f"<mc:AlternateContent><mc:Choice Requires='x'>{p(r('c'))}</mc:Choice>"
        f"<mc:Fallback>{p(r('c'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(body) == "a\n\nb\n\nc"


def test_another_file_within_a_document_is_not_left_out_silently() -> None:
    with pytest.raises(DocumentError, match=r"^page\.docx: another file is embedded in it; save"):
        text_of(p(r("a")) + "<w:altChunk r:id='x'/>")


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BOMB = b"<w>" + b" " * 30_000_000 + b"</w>"
ENTITIES = b"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a DOCX file; save it as .docx"),
        (b"{\\rtf1 The lamp}", "not a DOCX file; save it as .docx"),
        (OLE + b"\0" * 600, "it is encrypted or an old .doc; save it"),
        (FARES.read_bytes()[:9000], "a broken DOCX file, or another kind"),
        (FARES.read_bytes()[:-30], "a broken DOCX file, or another kind"),
        (packed(("content.xml", b"<x/>")), "a broken DOCX file, or another kind"),
        (repacked(word__document=None), "a broken DOCX file, or another kind"),
        (repacked(word__document=b"<w:document"), "a broken DOCX file, or another kind"),
        (repacked(word__document=b"<html/>"), "a broken DOCX file, or another kind"),
        (repacked(word__document=ENTITIES), "it declares entities"),
        (repacked(word__styles=ENTITIES.decode().encode("utf-16")), "it declares entities"),
        (repacked(word__document=BOMB), r"unpacked it would have 30,\d{3},\d{3} bytes"),
        (lying(), "a broken DOCX file, or another kind"),
        (packed(*[(f"{n}.xml", b"") for n in range(5001)]), "it has 5,001 parts"),
        (packed(("../a.xml", b"<x/>")), "its parts have impossible names"),
        (packed(("/a.xml", b"<x/>")), "its parts have impossible names"),
        (packed(("C:\\a.xml", b"<x/>")), "its parts have impossible names"),
        (packed(("a\nb.xml", b"<x/>")), "its parts have impossible names"),
        (packed(("a" * 300, b"<x/>")), "its parts have impossible names"),
        (packed(("a.xml", b"<x/>"), method=zipfile.ZIP_LZMA), "its parts have impossible names"),
        (
            packed(("_rels/.rels", b"<a b='http://purl.oclc.org/ooxml/officeDocument'/>")),
            'it is a "Strict Open XML" document; save it as an ordinary',
        ),
    ],
)  # fmt: skip
def test_what_is_no_sound_document_is_refused_by_name_with_the_remedy(
    content: bytes, message: str
) -> None:
    with pytest.raises(DocumentError, match=rf"^page\.docx: {message}"):
        read(content, "page.docx")


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(FARES.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    with pytest.raises(DocumentError, match=r"it is encrypted; save it as \.docx without"):
        read(bytes(content), "page.docx")


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(("a.xml", b"<x/>"), ("a.xml", b"<y/>"))
    with pytest.raises(DocumentError, match="impossible names"):
        read(content, "page.docx")


def test_tables_nested_too_deeply_are_refused() -> None:
    body = p(r("a"))
    for _ in range(300):
        body = table(row(cell(body)))
    deep = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()
    with pytest.raises(DocumentError, match=r"^page\.docx: "):
        read(repacked(word__document=deep), "page.docx")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_is_read_or_refused_by_name(data: st.DataObject) -> None:
    content = bytearray(FARES.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content), "page.docx")
    except DocumentError as error:
        assert str(error).startswith("page.docx: ")  # noqa: PT017 (either outcome is right)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["word__document", "word__numbering", "word__styles"]), st.data())
def test_any_change_of_its_xml_is_read_or_refused_by_name(name: str, data: st.DataObject) -> None:
    content = (FILES / "docx" / "winter-beds.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        xml = bytearray(source.read(name.replace("__", "/") + ".xml"))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(xml) - 1))
        xml[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=3))
    try:
        read(repacked(content, **{name: bytes(xml)}), "page.docx")
    except DocumentError as error:
        assert str(error).startswith("page.docx: ")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("style", ["Quote", "Intense Quote"])
def test_a_quotation_without_marks_is_not_the_document_s_own_words(style: str) -> None:
    document = docx.Document()
    document.add_paragraph("We disagree.")
    document.add_paragraph("We will vote for it.", style=style)
    document.add_paragraph("“It is a trap.”", style=style)
    assert read(saved(document), "page.docx").text == (
        "We disagree.\n\n> We will vote for it.\n\n“It is a trap.”\n"
    )
