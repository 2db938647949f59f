"""`Address`: where a database is, read from a URL; and messages about it that give no secret away.

In: what `--to` was given. Out: its parts. Nothing is opened here. The password stands in no text that this module
gives: not in `str`, not in `repr`, and `without_secrets` takes it out of what others say.
"""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from wireledger.errors import ConfigError

_ALLOWED = (
    "Allowed are duckdb:///FILE, postgresql://USER@HOST:PORT/DATABASE, and dlt+DESTINATION://... for other "
    "destinations of dlt"
)
_SECRET_WORDS = re.compile(r"(?i)\b((?:\w*(?:password|passwd|secret|token|key))=)[^\s&;'\"]+")
_URL_SECRET = re.compile(r"(?<=://)[^\s/]*@")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

Family = Literal["duckdb", "postgresql", "dlt"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is.

    Attributes:
        family: Who speaks with it.
        path: File of a DuckDB database; name of the database elsewhere.
        host: Server; empty where there is none, or libpq's default.
        port: Port, or None for the default.
        user: User, or None for the default.
        password: Password, or None: then libpq looks in `PGPASSWORD` and `~/.pgpass`.
        options: What stands behind the question mark.
        url: The whole URL, for dlt.
        destination: dlt's name of the destination.
    """

    family: Family
    path: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    options: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    url: str = field(default="", repr=False)
    destination: str = ""

    def __str__(self) -> str:
        if self.family == "duckdb":
            return f"duckdb:///{self.path}"
        place = f"{self.host or dict(self.options).get('host', '')}{f':{self.port}' if self.port else ''}/{self.path}"
        scheme = f"dlt+{self.destination}" if self.family == "dlt" else self.family
        return f"{scheme}://{f'{self.user}@' if self.user and self.password is None else ''}{place}"

    def without_secrets(self, message: str) -> str:
        """Return what a driver said, on one line, without password and options."""
        secrets = {self.url, self.password or "", *(value for key, value in self.options if _is_secret(key))}
        secrets |= {re.sub(r"^.*?//|@.*$", "", self.url)} if "@" in self.url else set()
        for secret in sorted((s for s in secrets if len(s) > 0), key=len, reverse=True):
            message = message.replace(secret, "***")
        message = _SECRET_WORDS.sub(r"\1***", _URL_SECRET.sub("***@", message))
        return " ".join(message.split())


def _is_secret(key: str) -> bool:
    return any(word in key.lower() for word in ("password", "secret", "token", "key", "passphrase"))


def parse_address(url: str) -> Address:
    """Read a URL.

    Raises:
        ConfigError: If it is none that can be loaded into. The message doesn't repeat more of it than its scheme.
    """
    scheme = url.partition("://")[0].lower()
    if "://" not in url:
        raise ConfigError(f"--to: this is no URL of a database. {_ALLOWED}.")
    if scheme == "duckdb":
        return _duckdb(url)
    if scheme not in ("postgresql", "postgres") and not scheme.startswith("dlt+"):
        raise ConfigError(f"--to: nothing here can load into '{scheme}://'. {_ALLOWED}.")
    try:
        parts = urlsplit(url)
        address = Address(
            family="dlt" if scheme.startswith("dlt+") else "postgresql",
            path=unquote(parts.path.removeprefix("/")),
            host=unquote(parts.hostname or ""),
            port=parts.port,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            options=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            url=url,
            destination=scheme.removeprefix("dlt+") if scheme.startswith("dlt+") else "",
        )
    except ValueError:
        raise ConfigError(
            "--to: the URL cannot be taken apart. A user or password with one of @ / : ? # % [ ] in it has to be "
            "percent-encoded (@ is %40); a port is a number up to 65535."
        ) from None
    if address.family == "postgresql" and not address.path:
        raise ConfigError("--to: the URL names no database; write postgresql://USER@HOST:PORT/DATABASE.")
    return address


def _duckdb(url: str) -> Address:
    path = unquote(url[len("duckdb://") :])
    if not path.startswith("/") or path == "/":
        raise ConfigError(
            "--to: write duckdb:///FILE with three slashes (duckdb:///ledger.duckdb is a file in this folder, "
            "duckdb:////data/ledger.duckdb one in /data)."
        )
    return Address("duckdb", path.removeprefix("/"), url=url)


def check_schema_name(name: str) -> str:
    """Return `name` if it can be a schema.

    Raises:
        ConfigError: If it is no plain name.
    """
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"--schema: '{name}' is no name for a schema; use a-z, 0-9 and _, no digit first, at most 63."
        )
    return name
