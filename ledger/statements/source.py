"""Where a statement comes from, and how a refusal names it."""

from dataclasses import dataclass, field
from hashlib import sha256

from domain.values.errors import Refusal
from domain.values.messages import Quoted, Value
from ledger.statements.limits import Allowance
from ledger.statements.texts import MAX_FILE_NAME, cleaned


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member of a ZIP: its name without folders, and its SHA-256.

    `archive` is the name of the ZIP that it is a member of.
    """

    file: str
    sha256: str
    archive: str | None = None
    allowance: Allowance = field(default_factory=Allowance, compare=False, repr=False)

    @staticmethod
    def of(
        data: bytes,
        name: str,
        archive: str | None = None,
        allowance: Allowance | None = None,
    ) -> "Source":
        """The source of these bytes; a name that can't be shown is made fit for it."""
        return Source(
            file_name(name),
            sha256(data).hexdigest(),
            archive,
            allowance or Allowance(),
        )

    @property
    def shown(self) -> str:
        """The file as a refusal names it: `january.zip: 0001.xml` for a member."""
        return self.file if self.archive is None else f"{self.archive}: {self.file}"

    def refusal(self, code: str, template: str, /, **values: Value) -> Refusal:
        """A refusal whose template names the file as `{file}`."""
        return Refusal(code, template, file=Quoted(self.shown), **values)

    def unreadable(self, template: str, /, **values: Value) -> Refusal:
        """`NOT_A_STATEMENT`: nothing that is read here, or it breaks off."""
        return self.refusal("NOT_A_STATEMENT", template, **values)


def file_name(name: str) -> str:
    """The last part of a path, fit for a voucher's name."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return cleaned(last, MAX_FILE_NAME)[0] or "unnamed"
