"""The parameters of a request, from its address and its body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from bot.local.jsons import read_json
from bot.local.wire import Fields, bad_request

_OBJECTS = {
    "allowed_updates", "caption_entities", "commands", "entities", "link_preview_options", "media",
    "reply_markup", "reply_parameters", "results", "scope",
}  # fmt: skip
_INTEGERS = {"chat_id", "limit", "message_id", "offset", "timeout"}
_TRUE = {"true", "yes", "1"}


@dataclass(frozen=True)
class File:
    """A file which came with a request."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Parameters:
    """Named values, read as the type that a method asks for."""

    values: Fields = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """A string; empty where there is none."""
        value = self.values.get(name, "")
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise bad_request("strings must be encoded in UTF-8") from error
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; the default where there is none that can be read."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def boolean(self, name: str) -> bool:
        """Whether a parameter says yes."""
        return self.text(name).strip().lower() in _TRUE

    def object(self, name: str, label: str) -> Any:  # noqa: ANN401 - JSON of any shape
        """The JSON of a parameter, which may arrive as a string or as itself; None without it."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value  # from a body, which `read_json` has read
        if not value.strip():
            return None
        return read_json(value, f"can't parse {label} JSON object")

    def plain(self) -> Fields:
        """All values for people to read: numbers as numbers, JSON as JSON, files by their name."""
        plain = {name: _readable(name, value) for name, value in self.values.items()}
        return plain | {name: file.name for name, file in self.files.items()}


def read_parameters(query: str, content_type: str, body: bytes) -> Parameters:
    """The parameters of a request, wherever they are: address, form, multipart or JSON.

    Raises
    ------
    ApiError: 400, for a body that cannot be read.
    """
    values: Fields = dict(parse_qsl(query, keep_blank_values=True))
    files: dict[str, File] = {}
    kind = _header(content_type)
    if kind.get_content_type() == "application/json" and body.strip():
        values |= _from_json(body)
    elif kind.get_content_type() == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind.get_content_type() == "multipart/form-data":
        _read_parts(body, str(kind.get_param("boundary", "")), values, files)
    return Parameters(values, files)


def _from_json(body: bytes) -> Fields:
    decoded = read_json(body, "can't parse JSON object of the request")
    if not isinstance(decoded, dict):
        raise bad_request("object expected as the request")
    return decoded


def _read_parts(body: bytes, boundary: str, values: Fields, files: dict[str, File]) -> None:
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(
            line.split(":", 1)
            for line in head.decode("utf-8", "replace").split("\r\n")
            if ":" in line
        )
        headers = {name.lower(): value.strip() for name, value in headers.items()}
        disposition = _header(headers.get("content-disposition", ""))
        name = str(disposition.get_param("name", ""))
        filename = disposition.get_param("filename")
        data = content.removesuffix(b"\r\n")
        if filename is None:
            values[name] = data.decode("utf-8", "replace")
        else:
            kind = headers.get("content-type", "application/octet-stream")
            files[name] = File(str(filename), data, kind)


def _header(value: str) -> Message:
    message = Message()
    message["Content-Type"] = value
    return message


def _readable(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in _INTEGERS:
        return int(value) if value.lstrip("-").isdecimal() else value
    if name not in _OBJECTS:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
