"""A YAML mapping that a person wrote, and where in it a mistake is."""

from difflib import get_close_matches
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import KindError

Model = TypeVar("Model", bound=BaseModel)


class MappingError(KindError):
    """A YAML text does not say what it should; every mistake is listed with its line."""


_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_MERGE = "tag:yaml.org,2002:merge"
_MOST_TOLD = 20  # mistakes of one file
_LONGEST_TOLD = 200  # characters of what a person wrote, in a message


class _Loader(yaml.SafeLoader):
    """The safe loader, which also refuses a key that is given twice, and says where it stopped."""

    def construct_object(
        self,
        node: yaml.Node,
        deep: bool = False,  # noqa: FBT001, FBT002 (the signature is PyYAML's)
    ) -> Any:  # noqa: ANN401 (a value of any kind)
        try:
            return super().construct_object(node, deep=deep)
        # What PyYAML lets through where a value is not of its kind: 2021-02-30, or !!int alone.
        except (ValueError, ArithmeticError, TypeError, LookupError, AttributeError) as error:
            if node.tag == _TIMESTAMP and isinstance(node, yaml.ScalarNode):
                return node.value  # whose key it is, is not known here; the model tells it
            raise yaml.constructor.ConstructorError(
                None, None, f"not a value of its kind: {error}", node.start_mark
            ) from None

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 (the signature is PyYAML's)
    ) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag == _MERGE:  # each level of it may grow what the one before holds
                raise yaml.constructor.ConstructorError(
                    None, None, "`<<` is not read; write the keys themselves", key.start_mark
                )
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is one word", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class YamlMapping:
    """The values of a YAML mapping, which knows the line of each key.

    `name` is the file's, for messages; `first_line` is where the YAML begins in it.
    Raises MappingError when the text is not YAML, or not a mapping.
    """

    def __init__(self, written: str, name: str, first_line: int = 1) -> None:
        self.name = name
        self._offset = first_line
        try:
            root = yaml.compose(written, Loader=_Loader)
            loader = _Loader(written)
            try:
                values = loader.get_single_data()
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = f", line {mark.line + self._offset}" if mark else ""
            problem = _short(str(error.problem))
            raise MappingError(f"{name}{line}: not valid YAML: {problem}") from None
        except yaml.reader.ReaderError as error:
            line = f", line {written.count(chr(10), 0, error.position) + first_line}"
            raise MappingError(
                f"{name}{line}: not valid YAML: the character U+{error.character:04X}"
            ) from None
        except RecursionError:
            raise MappingError(f"{name}: not valid YAML: nested too deeply") from None
        if values is not None and not isinstance(values, dict):
            raise MappingError(f"{name}, line {first_line}: expected lines such as `key: value`")
        self.values: dict[Any, Any] = values or {}
        self._root = root

    def line(self, path: tuple[int | str, ...]) -> int:
        """The line of the key that `path` leads to, or of the last key on the way there."""
        node: Any = self._root
        line = 0
        for step in path:
            if not isinstance(node, yaml.MappingNode):
                break
            for key, value in node.value:
                if key.value == str(step):
                    line, node = key.start_mark.line, value
                    break
        return line + self._offset

    def read(self, model: type[Model], **missing: Any) -> Model:  # noqa: ANN401 (any value of any key)
        """The mapping as a model, `missing` standing in for keys that are not given.

        Raises MappingError with every mistake: its line, what is wrong, the nearest valid key.
        """
        try:
            return model.model_validate({**missing, **self.values})
        except ValidationError as error:
            mistakes = error.errors(include_url=False)
            told = [self._tell(mistake, model) for mistake in mistakes[:_MOST_TOLD]]
            if len(mistakes) > _MOST_TOLD:
                told.append(f"{self.name}: {len(mistakes) - _MOST_TOLD} more mistakes")
            raise MappingError("\n".join(told)) from None

    def _tell(self, detail: ErrorDetails, model: type[BaseModel]) -> str:
        path = detail["loc"]
        key = _short(".".join(str(step) for step in path))
        place = f"{self.name}, line {self.line(path)}"
        if detail["type"] == "extra_forbidden":
            known = _known(model, path[:-1])
            near = get_close_matches(_short(str(path[-1])), known, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
            return f"{place}: unknown key {key!r}; {hint}"
        return f"{place}: {key}: {_short(detail['msg'].removeprefix('Value error, '))}"


def _short(words: str) -> str:
    """Words of whoever wrote a file, fit for one short line of a message."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words[: _LONGEST_TOLD + 1])
    return shown if len(words) <= _LONGEST_TOLD else f"{shown[:_LONGEST_TOLD]}…"


def _known(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys that a model knows where `path` leads."""
    kind: Any = model
    for step in path:
        if isinstance(kind, type) and issubclass(kind, RootModel):
            kind = kind.model_fields["root"].annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(step)].annotation
        else:
            kind = (get_args(kind) or (None,))[-1]  # the values of a dict, the items of a list
    return list(getattr(kind, "model_fields", ()))
