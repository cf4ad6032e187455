"""A change of one place in a module's text; all of the rest stays as it is."""

import ast
from typing import NamedTuple


class Edit(NamedTuple):
    """What stands between two offsets (bytes of UTF-8) becomes something else."""

    kind: str
    """What is done to the node: a name for the table."""
    line: int
    start: int
    end: int
    after: str


class Source:
    """A module's text by the places of its nodes, which `ast` counts in bytes."""

    def __init__(self, text: str) -> None:
        self.text = text.encode()
        self.tree = ast.parse(text)
        self._starts = [0]
        for row in self.text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(row))

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """Where a node begins."""
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """Where it ends."""
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(node)
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """A node as it is written."""
        return self.between(self.start(node), self.end(node))

    def between(self, start: int, end: int) -> str:
        """What is written between two offsets."""
        return self.text[start:end].decode()

    def line_at(self, offset: int) -> int:
        """The line, from 1, that an offset lies in."""
        return self.text.count(b"\n", 0, offset) + 1

    def replaced(self, kind: str, start: int, end: int, after: str) -> Edit:
        """An edit of what is between two offsets."""
        return Edit(kind, self.line_at(start), start, end, after)

    def instead(
        self, kind: str, node: ast.expr | ast.stmt | ast.keyword, after: str
    ) -> Edit:
        """An edit of a whole node."""
        return self.replaced(kind, self.start(node), self.end(node), after)

    def edited(self, edit: Edit) -> str:
        """The module with the edit."""
        changed = edit.after.encode()
        return (self.text[: edit.start] + changed + self.text[edit.end :]).decode()

    def changes(self, edit: Edit) -> bool:
        """What it makes is still Python, and does something else."""
        try:
            after = ast.parse(self.edited(edit))
        except SyntaxError:
            return False
        return ast.dump(after) != ast.dump(self.tree)

    def shown(self, edit: Edit) -> tuple[str, str]:
        """The lines of the place on one line: as they are, and with the edit."""
        first = self.text.rfind(b"\n", 0, edit.start) + 1
        last = self.text.find(b"\n", edit.end)
        last = len(self.text) if last < 0 else last
        after = (
            self.between(first, edit.start) + edit.after + self.between(edit.end, last)
        )
        return _one_line(self.between(first, last)), _one_line(after)


def _one_line(text: str) -> str:
    return " ".join(text.split())
