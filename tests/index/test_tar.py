"""Exports that were damaged, or made to do harm."""

import errno
import gzip
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SnapshotError
from index.exports import export, read_export
from index.manifest import MANIFEST, FileSeal, Manifest, name_of, seal
from index.snapshots import Snapshots
from tests.conftest import NOW
from tests.index.test_exports import Members, members
from tests.index.test_snapshots import FILES, manifest, publish

# Where a header tells of mode, owner, size, time, type, link, form, device, and more of the name.
FIELDS = [
    *[(0, 12), (20, 12), (100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (156, 1), (157, 12)],
    *[(257, 8), (265, 12), (329, 8), (337, 8), (345, 12), (386, 12), (482, 1), (483, 12)],
]
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def name(tmp_path: Path) -> str:
    """The name of a small snapshot."""
    return publish(tmp_path / "index")


@pytest.fixture
def tar(name: str, tmp_path: Path) -> Path:
    """That snapshot, exported."""
    export(Snapshots(tmp_path / "index"), name, tmp_path / "lantern.tar", NOW)
    return tmp_path / "lantern.tar"


def refused(file: Path) -> str:
    """Why a file is no export, in one line that names it and says what to do."""
    with pytest.raises(SnapshotError) as error:
        read_export(file)
    told = str(error.value)
    assert told.isprintable()
    assert told.startswith(f"{file}: not an export that can be used: ")
    assert told.endswith("; copy the file again, or export the snapshot again")
    return told.removeprefix(f"{file}: not an export that can be used: ").rpartition("; ")[0]


def write(file: Path, parts: Members) -> Path:
    """A tar of these members, whatever they say of themselves."""
    with file.open("wb") as stream:
        for member, content in parts:
            stream.write(member.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512))
        stream.write(bytes(1024))
    return file


def test_an_export_that_is_cut_off_at_any_block_is_refused(tar: Path, tmp_path: Path) -> None:
    content = tar.read_bytes()
    whole, cut = read_export(tar), tmp_path / "cut.tar"
    with tarfile.open(tar, "r:") as opened:
        last = opened.getmembers()[-1]
    needed = last.offset_data + 1024  # the last file is empty, and two blocks of zeros end a tar
    for end in range(0, needed, 512):
        cut.write_bytes(content[:end])
        assert refused(cut)
    for end in range(needed, len(content) + 1, 512):
        cut.write_bytes(content[:end])
        assert read_export(cut) == whole
    assert len(content) - needed < 10_240 < needed


@pytest.mark.parametrize("end", [1, 100, 511, 513, 1535])
def test_an_export_that_is_cut_off_within_a_block_is_refused(tar: Path, end: int) -> None:
    tar.write_bytes(tar.read_bytes()[:end])
    assert refused(tar) == "it is empty, or cut off"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty, or cut off"),
        (bytes(1024), "it does not begin with a snapshot's manifest"),
        (bytes(10), "it is empty, or cut off"),
        (b"x" * 2000, "it is no uncompressed tar"),
        (gzip.compress(os.urandom(2000)), "it is no uncompressed tar"),
    ],
)
def test_what_is_no_tar_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "lantern.tar"
    file.write_bytes(content)
    assert refused(file) == why


def test_a_compressed_export_is_refused(tar: Path) -> None:
    tar.write_bytes(gzip.compress(tar.read_bytes()))
    assert refused(tar) == "it is no uncompressed tar"


@pytest.mark.parametrize("kind", ["folder", "pipe", "nothing", "device"])
def test_what_is_no_file_is_not_read(tmp_path: Path, kind: str) -> None:
    place = Path("/dev/zero") if kind == "device" else tmp_path / "there"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    with pytest.raises(SnapshotError, match="there is no such file; name an export"):
        read_export(place)


def test_a_file_that_cannot_be_read_is_named(tar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(tar))

    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(SnapshotError, match=r"cannot be read \(Input/output error\); check"):
        read_export(tar)


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.LNKTYPE,
        tarfile.SYMTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
        tarfile.CONTTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.GNUTYPE_SPARSE,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        b"Z",
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_no_regular_file_in_it_is_refused(tar: Path, kind: bytes, place: int) -> None:
    parts = members(tar)
    parts[place][0].type = kind
    parts[place][0].linkname = "/etc/passwd"
    assert refused(write(tar, parts)).endswith(" is no regular file")


def test_a_header_that_extends_another_is_not_followed(tar: Path, name: str) -> None:
    with tarfile.open(tar, "w", format=tarfile.PAX_FORMAT) as opened:
        member = tarfile.TarInfo(f"{name}/{MANIFEST}")
        member.pax_headers = {"path": "../../elsewhere", "size": "9999999"}
        opened.addfile(member)
    assert refused(tar).endswith("PaxHeader' is no regular file")


@pytest.mark.parametrize(
    "inside",
    [
        "../{part}",
        "/etc/{part}",
        "{name}/../{part}",
        "{name}/./{part}",
        "./{name}/{part}",
        "{name}//{part}",
        "{name}/{part}/",
        "{name}/{part}\n",
        "{name}/more/{part}",
        "{name}\\{part}",
        "20200101T000000Z-00000000/{part}",
        "{part}",
        "",
        "{name}/",
        "{name}/other.json",
    ],
)
def test_a_member_of_another_name_is_refused(tar: Path, name: str, inside: str) -> None:
    parts = members(tar)
    parts[2][0].name = inside.format(name=name, part="0-lamp.faiss")
    assert refused(write(tar, parts)).endswith(" is no part of its snapshot")


@pytest.mark.parametrize("inside", ["../manifest.json", "lamp/manifest.json", "manifest.json", ""])
def test_a_first_member_that_is_no_manifest_is_refused(tar: Path, inside: str) -> None:
    parts = members(tar)
    parts[0][0].name = inside
    assert refused(write(tar, parts)) == "it does not begin with a snapshot's manifest"
    assert refused(write(tar, parts[1:])) == "it does not begin with a snapshot's manifest"


def test_a_member_that_is_there_twice_is_refused(tar: Path, name: str) -> None:
    parts = members(tar)
    assert refused(write(tar, [*parts, parts[1]])) == "'lamp.json' is in it twice"
    again = [*parts, parts[0]]
    assert refused(write(tar, again)) == f"'{name}/manifest.json' is no part of its snapshot"


def test_one_that_is_missing_is_named(tar: Path) -> None:
    parts = members(tar)
    for number, part in enumerate(FILES, start=1):
        rest = [*parts[:number], *parts[number + 1 :]]
        assert refused(write(tar, rest)) == f"{part!r} is missing"


@pytest.mark.parametrize("size", [0, 4, 2**40, 2**80, -1])
def test_a_size_is_not_believed(tar: Path, size: int) -> None:
    parts = members(tar)
    parts[1][0].size = size
    told = refused(write(tar, parts))
    assert told == "'lamp.json' is not of the size that its manifest tells"


@pytest.mark.parametrize("size", [2**20, 2**26, -1])
def test_a_manifest_s_size_is_not_believed(tar: Path, size: int) -> None:
    parts = members(tar)
    parts[0][0].size = size
    assert refused(write(tar, parts)) == "it is empty, or cut off"


def test_a_manifest_that_is_too_large_is_not_read(tar: Path) -> None:
    parts = members(tar)
    parts[0][0].size = 2**26 + 1
    assert refused(write(tar, parts)) == "its manifest is larger than 67,108,864 bytes"


def sealed(told: Manifest, files: dict[str, tuple[bytes, int]]) -> Members:
    """The members of an export with this manifest, each file with the size that it claims."""
    written = told.model_dump_json().encode()
    name = name_of(told, written)
    parts: Members = []
    for part, (content, size) in {MANIFEST: (written, len(written)), **files}.items():
        parts.append((tarfile.TarInfo(f"{name}/{part}"), content))
        parts[-1][0].size = size
    return parts


@pytest.mark.parametrize("size", [2**33, 2**62, 2**80])
def test_a_size_that_the_manifest_tells_is_not_believed_either(tmp_path: Path, size: int) -> None:
    told = manifest(files={"lamp.json": FileSeal(size=size, sha256="0" * 64)})
    file = write(tmp_path / "lantern.tar", sealed(told, {"lamp.json": (b"", size)}))
    assert refused(file) == "it is empty, or cut off"


@pytest.mark.parametrize(
    "part",
    ["../lamp", "/etc/lamp", "a/b", "..", ".", "", "lamp\n", ".lamp", "Lamp", "x" * 61],
)
def test_a_manifest_that_names_a_file_elsewhere_is_refused(tmp_path: Path, part: str) -> None:
    told = manifest(files={part: seal(b"lamp")})
    file = write(tmp_path / "lantern.tar", sealed(told, {part: (b"lamp", 4)}))
    assert refused(file) == f"{part[:80]!r} is no name of a snapshot's file"


def test_a_manifest_that_names_itself_is_refused(tmp_path: Path) -> None:
    told = manifest(files={MANIFEST: seal(b"lamp")})
    file = write(tmp_path / "lantern.tar", sealed(told, {}))
    assert refused(file) == "'manifest.json' is no name of a snapshot's file"


def test_a_manifest_of_another_form_is_refused(tar: Path, name: str) -> None:
    member = tarfile.TarInfo(f"{name}/{MANIFEST}")
    for content in (b"", b"{}", b"\xff", b"[" * 10_000, b'{"format": 2}'):
        member.size = len(content)
        told = refused(write(tar, [(member, content)]))
        assert told == "its manifest is damaged, or of another version of this program"


def test_a_manifest_that_its_name_does_not_seal_is_refused(tar: Path) -> None:
    (first, written), *rest = members(tar)
    written = written.replace(b"Lantern House", b"Lantern Mouse")
    told = refused(write(tar, [(first, written), *rest]))
    assert told == "its manifest is not the one that was written"


def test_a_file_of_other_bytes_is_refused(tar: Path) -> None:
    parts = members(tar)
    parts[1] = (parts[1][0], b"[2]")
    assert refused(write(tar, parts)) == "'lamp.json' is not the file that was written"


def test_what_is_hidden_behind_a_file_or_the_end_is_refused(tar: Path, name: str) -> None:
    content = tar.read_bytes()
    tar.write_bytes(content + b"x")
    assert refused(tar) == "more follows its end"
    tar.write_bytes(content + bytes(30_000))
    assert refused(tar) == "more follows its end"
    at = content.index(b"[1]") + 3
    tar.write_bytes(content[:at] + b"x" + content[at + 1 :])
    assert refused(tar) == f"more than zeros follow '{name}/lamp.json'"
    at = content.index(f"{name}/lamp.json".encode())
    tar.write_bytes(content[:at] + bytes(512) + content[at:])
    assert refused(tar) == "more follows its end"


@SHARED
@given(st.binary(max_size=3000))
def test_any_bytes_are_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "lantern.tar"
    file.write_bytes(content)
    assert refused(file)


@SHARED
@given(
    at=st.integers(0, 60_000) | st.integers(0, 120).map(lambda block: 512 * block),
    inserted=st.binary(max_size=600),
    removed=st.integers(0, 600),
)
def test_a_changed_export_is_refused_or_holds_the_same(
    tar: Path, tmp_path: Path, at: int, inserted: bytes, removed: int
) -> None:
    content = tar.read_bytes()
    changed = tmp_path / "changed.tar"
    changed.write_bytes(content[:at] + inserted + content[at + removed :])
    try:
        found = read_export(changed)
    except SnapshotError:
        assert refused(changed)
    else:
        assert found == read_export(tar)


@SHARED
@given(field=st.sampled_from(FIELDS), value=st.binary(max_size=12), place=st.integers(0, 3))
def test_a_changed_header_is_refused_or_tells_nothing_else(
    tar: Path, tmp_path: Path, field: tuple[int, int], value: bytes, place: int
) -> None:
    at, length = field
    headers = [one.tobuf(tarfile.GNU_FORMAT) for one, _ in members(tar)]
    header = bytearray(headers[place])
    header[at : at + length] = value[:length].ljust(length, b"\0")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    changed = tmp_path / "changed.tar"
    changed.write_bytes(tar.read_bytes().replace(headers[place], bytes(header)))
    try:
        found = read_export(changed)
    except SnapshotError:
        assert refused(changed)
    else:
        assert found == read_export(tar)
