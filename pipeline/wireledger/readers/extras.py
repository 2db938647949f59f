"""Libraries that only some formats and addresses need: asked for here, so that a missing one is named with its cure."""

from importlib.util import find_spec

from wireledger.errors import ReadError


def require(needs: tuple[str, ...], what: str) -> None:
    """Check, without importing them, that the modules `needs` are installed.

    Args:
        needs: Names of modules; all come with the extra `[web]`.
        what: What needs them, for the message, such as `"a.html"`.

    Raises:
        ReadError: If one is missing.
    """
    missing = [name for name in needs if find_spec(name) is None]
    if missing:
        raise ReadError(f"{what}: needs {' and '.join(missing)}, not installed; pip install 'wireledger[web]'.")
