"""YAML text: a change to a file that people edit, which leaves the rest of it as it stands.

In: the text of a case file, where to change it, and a plain value.  Out: the text with that one value
set or added: every other line, comment and blank as before.  Lists and mappings are written as people
write them: short ones on a line, long ones below each other.  What was written is read again before it
is given back, so that a change that does not say what it should is refused.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from hudna.problem import Refused, refuse
from hudna.yamlfile import Path_, parse_yaml

WIDTH: Final = 100
"""A list or mapping that takes more characters than this is written over several lines."""

_NUMBER: Final = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def with_value(text: str, name: str, path: Path_, value: Any) -> str:
    """The text with `value` at `path` (keys), in the place of what stood there, if anything did.

    Mappings on the way that are missing are made.  `name` is the file that errors name.  Raises
    `Refused` for text that is no YAML, or in which the value has no place.
    """
    return _changed(text, name, path, value, listed=False)


def with_item(text: str, name: str, path: Path_, value: Any) -> str:
    """The text with `value` added to the end of the list at `path`; a list that is missing is made.

    `path` has keys, and numbers of items that are there.  Raises `Refused` as `with_value` does.
    """
    return _changed(text, name, path, value, listed=True)


def _changed(text: str, name: str, path: Path_, value: Any, listed: bool) -> str:
    before = parse_yaml(text, name).value
    node, depth = _reached(yaml.compose(text, Loader=_Loader), path, listed)
    wants = yaml.SequenceNode if depth == len(path) else yaml.MappingNode
    if not isinstance(node, wants):
        where = ".".join(map(str, path[:depth])) or "the file"
        raise refuse(name, f"{where} is no {'list' if depth == len(path) else 'mapping'}", _REMEDY)
    if depth < len(path):  # a mapping that lacks path[depth]: what hangs on it is made with it
        for key in reversed(path[depth + 1 :]):
            value, listed = _Made({key: [value] if listed else value}), False
        key, value = path[depth], [value] if listed else value
        changed = _with_key(text, node, str(key), value)
    else:
        changed = _with_item(text, node, value)
    wanted = _applied(before, path[: depth + 1], value, depth == len(path))
    try:
        holds = parse_yaml(changed, name).value == wanted
    except Refused:
        holds = False
    if not holds:
        where = ".".join(map(str, path))
        raise refuse(name, f"{where} cannot be written where it belongs", _REMEDY)
    return changed


_REMEDY: Final = "Write what stands there over several lines, each entry on its own, and try again"


def _reached(root: Any, path: Path_, listed: bool) -> tuple[Any, int]:
    """The deepest node along a path that a change is made in, and how many steps lead to it."""
    node, depth = root, 0
    last = len(path) if listed else len(path) - 1
    while depth < last:
        below = _below(node, path[depth])
        if below is None or _is_null(below):
            break
        node, depth = below, depth + 1
    return node, depth


def _below(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None


def _is_null(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _applied(before: Any, path: Path_, value: Any, listed: bool) -> Any:
    """The value that the changed text must have."""
    if not path:
        return [*(before or []), value] if listed else value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [*before[:step], _applied(before[step], rest, value, listed), *before[step + 1 :]]
    there = before or {}
    return {**there, step: _applied(there.get(step), rest, value, listed)}


# --- mappings and lists ---------------------------------------------------------------------------


def _with_key(text: str, node: Any, key: str, value: Any) -> str:
    """The text with a key of a mapping set or added."""
    entry = {key: value}
    there = next(((k, v) for k, v in node.value if k.value == key), None)
    if node.flow_style and node.value:
        if there is not None:
            return _spliced(text, there[1], _flow(value))
        return _before_end(text, node, _flow(entry)[1:-1])
    column = node.value[0][0].start_mark.column if node.value else node.start_mark.column
    if there is not None:
        first, last = there[0].start_mark.line, _last_line(there[1])
        return _with_lines(text, first, last + 1, _block(entry, column))
    if not node.value:
        return _opened(text, node, entry)
    at = _last_line(node) + 1
    return _with_lines(text, at, at, _block(entry, column))


def _with_item(text: str, node: Any, value: Any) -> str:
    """The text with an item added to a list."""
    if not node.value:
        return _opened(text, node, [value])
    if node.flow_style:
        return _before_end(text, node, _flow(value))
    at = _last_line(node) + 1
    return _with_lines(text, at, at, _block([value], node.start_mark.column))


def _opened(text: str, node: Any, value: Any) -> str:
    """The text with a value in the place of an empty `{}` or `[]` that ends its line."""
    line = text.split("\n")[node.start_mark.line]
    indent = len(line) - len(line.lstrip(" "))
    low, high = node.start_mark.index, node.end_mark.index
    rest = text[high:].split("\n", 1)[0]
    if rest.strip() and not rest.lstrip().startswith("#"):  # within a flow collection
        return text[:low] + _flow(value) + text[high:]
    block = "\n".join(_block(value, indent + 2))
    return f"{text[:low].rstrip(' ')}{rest.rstrip()}\n{block}{text[high + len(rest) :]}"


def _spliced(text: str, node: Any, written: str) -> str:
    return text[: node.start_mark.index] + written + text[node.end_mark.index :]


def _before_end(text: str, node: Any, written: str) -> str:
    """The text with something more before the bracket that closes a flow collection."""
    end = node.value[-1]
    end = (end[1] if isinstance(end, tuple) else end).end_mark.index
    return f"{text[:end]}, {written}{text[end:]}"


def _with_lines(text: str, first: int, last: int, written: list[str]) -> str:
    """The text with lines `first` to before `last` replaced."""
    lines = text.split("\n")
    if first >= len(lines) - 1 and lines[-1]:  # a last line without its end
        return "\n".join([*lines[:first], *written])
    return "\n".join([*lines[:first], *written, *lines[last:]])


def _last_line(node: Any) -> int:
    """The last line on which something of a node stands: not a comment after it."""
    if isinstance(node, yaml.ScalarNode):
        block = node.style in ("|", ">")
        return node.end_mark.line - (1 if block and not node.end_mark.column else 0)
    if node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


# --- how values are written -----------------------------------------------------------------------


class _Made(dict[Any, Any]):
    """A mapping that is made on the way to a value: others will be added to it, so it is opened."""


class _Dumper(yaml.SafeDumper):
    """Writes plain values as people do; what would be read as something else is quoted."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # case files have no anchors
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)  # lists stand below their key, indented

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = not isinstance(mapping, _Made) and _short(node)
        return node

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = _short(node) or all(isinstance(n, yaml.ScalarNode) for n in node.value)
        return node


_Dumper.yaml_implicit_resolvers = {  # dates are text in case files, and written as they are
    first: [(tag, form) for tag, form in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _text(dumper: _Dumper, value: str) -> Any:
    style = "'" if _NUMBER.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Made, yaml.SafeDumper.represent_dict)


class _Flow(_Dumper):
    """Writes everything on one line."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = True
        return node

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = True
        return node


def _short(node: Any) -> bool:
    return _length(node) <= WIDTH


def _length(node: Any) -> int:
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(_length(key) + _length(value) for key, value in node.value)
    return 2 + sum(map(_length, node.value))


def _dumped(value: Any, dumper: type[_Dumper]) -> str:
    return str(
        yaml.dump(value, Dumper=dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    )


def _flow(value: Any) -> str:
    written = _dumped([value], _Flow).strip()
    return written[1:-1]


def _block(value: Any, indent: int) -> list[str]:
    """The lines of a mapping or list, below each other whatever its length."""
    if isinstance(value, list):
        parts = [f"- {_hung(item)}" for item in value]
    else:
        parts = [_entry(key, item) for key, item in value.items()]
    lines = "\n".join(parts).split("\n")
    return [" " * indent + line if line else line for line in lines]


def _entry(key: str, value: Any) -> str:
    return _dumped(_Made({key: value}), _Dumper).rstrip("\n")


def _hung(value: Any) -> str:
    written = _dumped(value, _Dumper).rstrip("\n").removesuffix("\n...")
    return written.replace("\n", "\n  ")
